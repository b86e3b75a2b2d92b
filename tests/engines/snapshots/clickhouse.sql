-- Ibis 12.0.0, sqlglot 29.0.1

-- totals
SELECT
  COALESCE(SUM("t1"."__number"), 0) AS "matched",
  COALESCE(sumIf("t1"."__number", COALESCE("t1"."aggregate", 'no') <> 'yes'), 0) AS "incidents",
  COALESCE(sumIf("t1"."__number", NOT (
    COALESCE("t1"."aggregate", 'no') <> 'yes'
  )), 0) AS "aggregates",
  COALESCE(
    sumIf(
      "t1"."__number",
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      ) AND isNotNull("t1"."__south")
    ),
    0
  ) AS "located",
  COALESCE(sumIf("t1"."__number", NOT (
    isNotNull("t1"."__south")
  )), 0) AS "unlocated",
  COALESCE(
    sumIf("t1"."__number", (
      COALESCE("t1"."aggregate", 'no') <> 'yes'
    ) AND FALSE),
    0
  ) AS "beyond_period",
  COALESCE(
    sumIf(
      "t1"."__number",
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      ) AND isNotNull("t1"."killed_low")
    ),
    0
  ) AS "killed_rows",
  COALESCE(
    sumIf(
      "t1"."__number",
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      ) AND isNotNull("t1"."injured_low")
    ),
    0
  ) AS "injured_rows",
  LEAST(
    COALESCE(
      minIf(
        "t1"."date_start",
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND NOT (
          COALESCE("t1"."date_precision", '1') IN ('4', '5')
        )
      ),
      minIf("t1"."date_start", COALESCE("t1"."aggregate", 'no') <> 'yes'),
      MIN("t1"."date_start")
    ),
    COALESCE(
      minIf("t1"."date_end", COALESCE("t1"."aggregate", 'no') <> 'yes'),
      MIN("t1"."date_end")
    )
  ) AS "first",
  GREATEST(
    COALESCE(
      maxIf(
        "t1"."date_end",
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND NOT (
          COALESCE("t1"."date_precision", '1') IN ('4', '5')
        )
      ),
      maxIf("t1"."date_end", COALESCE("t1"."aggregate", 'no') <> 'yes'),
      MAX("t1"."date_end")
    ),
    COALESCE(
      maxIf("t1"."date_start", COALESCE("t1"."aggregate", 'no') <> 'yes'),
      MAX("t1"."date_start")
    )
  ) AS "last",
  sumIf("t1"."killed_low", COALESCE("t1"."aggregate", 'no') <> 'yes') AS "killed_low",
  CASE
    WHEN COALESCE(
      MAX(
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND isNotNull("t1"."killed_low")
        AND isNull("t1"."killed_high")
      ),
      FALSE
    )
    THEN CAST(NULL AS Nullable(Int64))
    ELSE sumIf("t1"."killed_high", COALESCE("t1"."aggregate", 'no') <> 'yes')
  END AS "killed_high",
  sumIf("t1"."injured_low", COALESCE("t1"."aggregate", 'no') <> 'yes') AS "injured_low",
  CASE
    WHEN COALESCE(
      MAX(
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND isNotNull("t1"."injured_low")
        AND isNull("t1"."injured_high")
      ),
      FALSE
    )
    THEN CAST(NULL AS Nullable(Int64))
    ELSE sumIf("t1"."injured_high", COALESCE("t1"."aggregate", 'no') <> 'yes')
  END AS "injured_high"
FROM (
  SELECT
    "t0"."place_id" AS "place_id",
    "t0"."admin1" AS "admin1",
    "t0"."control" AS "control",
    "t0"."event_type" AS "event_type",
    "t0"."sub_event_type" AS "sub_event_type",
    "t0"."weapon" AS "weapon",
    "t0"."cluster_munition" AS "cluster_munition",
    "t0"."target_type" AS "target_type",
    "t0"."actor" AS "actor",
    "t0"."other_actor" AS "other_actor",
    "t0"."attribution_status" AS "attribution_status",
    "t0"."harm_manner" AS "harm_manner",
    "t0"."harm_status" AS "harm_status",
    "t0"."involved" AS "involved",
    "t0"."location_precision" AS "location_precision",
    "t0"."date_start" AS "date_start",
    "t0"."date_end" AS "date_end",
    "t0"."date_precision" AS "date_precision",
    "t0"."aggregate" AS "aggregate",
    "t0"."__x" AS "__x",
    "t0"."__y" AS "__y",
    "t0"."__harmed" AS "__harmed",
    "t0"."killed_low" AS "killed_low",
    "t0"."killed_high" AS "killed_high",
    "t0"."injured_low" AS "injured_low",
    "t0"."injured_high" AS "injured_high",
    "t0"."__order" AS "__order",
    "t0"."longitude" AS "longitude",
    "t0"."latitude" AS "latitude",
    "t0"."uncertainty_m" AS "uncertainty_m",
    1 AS "__number",
    "t0"."longitude" AS "__west",
    "t0"."latitude" AS "__south",
    "t0"."longitude" AS "__east",
    "t0"."latitude" AS "__north"
  FROM "incidents" AS "t0"
) AS "t1";

-- facets
WITH "t39" AS (
  SELECT
    *
  FROM (
    SELECT
      "t11"."__order" AS "__order",
      "t11"."__number" AS "__number",
      "t11"."single" AS "single",
      arrayJoin(splitByString(';', COALESCE("t11"."other_actor", ''))) AS "value"
    FROM (
      SELECT
        "t0"."__order" AS "__order",
        1 AS "__number",
        "t0"."place_id" AS "place_id",
        "t0"."admin1" AS "admin1",
        "t0"."control" AS "control",
        "t0"."event_type" AS "event_type",
        "t0"."sub_event_type" AS "sub_event_type",
        "t0"."weapon" AS "weapon",
        "t0"."cluster_munition" AS "cluster_munition",
        "t0"."target_type" AS "target_type",
        "t0"."actor" AS "actor",
        "t0"."other_actor" AS "other_actor",
        "t0"."attribution_status" AS "attribution_status",
        "t0"."harm_manner" AS "harm_manner",
        "t0"."harm_status" AS "harm_status",
        "t0"."involved" AS "involved",
        COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single"
      FROM "incidents" AS "t0"
      WHERE
        isNotNull("t0"."other_actor")
    ) AS "t11"
  ) AS "t19"
  WHERE
    "t19"."value" <> ''
)
SELECT
  *
FROM (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              'place_id' AS "facet",
                              "t30"."value" AS "value",
                              "t30"."n" AS "n",
                              "t30"."aggregates" AS "aggregates"
                            FROM (
                              SELECT
                                "t16"."value" AS "value",
                                COALESCE(sumIf("t16"."__number", "t16"."single"), 0) AS "n",
                                COALESCE(sumIf("t16"."__number", NOT (
                                  "t16"."single"
                                )), 0) AS "aggregates"
                              FROM (
                                SELECT
                                  "t0"."__order" AS "__order",
                                  1 AS "__number",
                                  COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                                  "t0"."place_id" AS "value"
                                FROM "incidents" AS "t0"
                              ) AS "t16"
                              GROUP BY
                                "t16"."value"
                            ) AS "t30"
                          ) AS "t44"
                          UNION ALL
                          SELECT
                            *
                          FROM (
                            SELECT
                              'admin1' AS "facet",
                              "t31"."value" AS "value",
                              "t31"."n" AS "n",
                              "t31"."aggregates" AS "aggregates"
                            FROM (
                              SELECT
                                "t17"."value" AS "value",
                                COALESCE(sumIf("t17"."__number", "t17"."single"), 0) AS "n",
                                COALESCE(sumIf("t17"."__number", NOT (
                                  "t17"."single"
                                )), 0) AS "aggregates"
                              FROM (
                                SELECT
                                  "t0"."__order" AS "__order",
                                  1 AS "__number",
                                  COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                                  "t0"."admin1" AS "value"
                                FROM "incidents" AS "t0"
                              ) AS "t17"
                              GROUP BY
                                "t17"."value"
                            ) AS "t31"
                          ) AS "t45"
                        ) AS "t47"
                        UNION ALL
                        SELECT
                          *
                        FROM (
                          SELECT
                            'control' AS "facet",
                            "t29"."value" AS "value",
                            "t29"."n" AS "n",
                            "t29"."aggregates" AS "aggregates"
                          FROM (
                            SELECT
                              "t15"."value" AS "value",
                              COALESCE(sumIf("t15"."__number", "t15"."single"), 0) AS "n",
                              COALESCE(sumIf("t15"."__number", NOT (
                                "t15"."single"
                              )), 0) AS "aggregates"
                            FROM (
                              SELECT
                                "t0"."__order" AS "__order",
                                1 AS "__number",
                                COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                                "t0"."control" AS "value"
                              FROM "incidents" AS "t0"
                            ) AS "t15"
                            GROUP BY
                              "t15"."value"
                          ) AS "t29"
                        ) AS "t43"
                      ) AS "t50"
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          'event_type' AS "facet",
                          "t28"."value" AS "value",
                          "t28"."n" AS "n",
                          "t28"."aggregates" AS "aggregates"
                        FROM (
                          SELECT
                            "t14"."value" AS "value",
                            COALESCE(sumIf("t14"."__number", "t14"."single"), 0) AS "n",
                            COALESCE(sumIf("t14"."__number", NOT (
                              "t14"."single"
                            )), 0) AS "aggregates"
                          FROM (
                            SELECT
                              "t0"."__order" AS "__order",
                              1 AS "__number",
                              COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                              "t0"."event_type" AS "value"
                            FROM "incidents" AS "t0"
                          ) AS "t14"
                          GROUP BY
                            "t14"."value"
                        ) AS "t28"
                      ) AS "t42"
                    ) AS "t52"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        'sub_event_type' AS "facet",
                        "t27"."value" AS "value",
                        "t27"."n" AS "n",
                        "t27"."aggregates" AS "aggregates"
                      FROM (
                        SELECT
                          "t13"."value" AS "value",
                          COALESCE(sumIf("t13"."__number", "t13"."single"), 0) AS "n",
                          COALESCE(sumIf("t13"."__number", NOT (
                            "t13"."single"
                          )), 0) AS "aggregates"
                        FROM (
                          SELECT
                            "t0"."__order" AS "__order",
                            1 AS "__number",
                            COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                            "t0"."sub_event_type" AS "value"
                          FROM "incidents" AS "t0"
                        ) AS "t13"
                        GROUP BY
                          "t13"."value"
                      ) AS "t27"
                    ) AS "t41"
                  ) AS "t55"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      'weapon' AS "facet",
                      "t26"."value" AS "value",
                      "t26"."n" AS "n",
                      "t26"."aggregates" AS "aggregates"
                    FROM (
                      SELECT
                        "t12"."value" AS "value",
                        COALESCE(sumIf("t12"."__number", "t12"."single"), 0) AS "n",
                        COALESCE(sumIf("t12"."__number", NOT (
                          "t12"."single"
                        )), 0) AS "aggregates"
                      FROM (
                        SELECT
                          "t0"."__order" AS "__order",
                          1 AS "__number",
                          COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                          "t0"."weapon" AS "value"
                        FROM "incidents" AS "t0"
                      ) AS "t12"
                      GROUP BY
                        "t12"."value"
                    ) AS "t26"
                  ) AS "t40"
                ) AS "t56"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    'cluster_munition' AS "facet",
                    "t25"."value" AS "value",
                    "t25"."n" AS "n",
                    "t25"."aggregates" AS "aggregates"
                  FROM (
                    SELECT
                      "t10"."value" AS "value",
                      COALESCE(sumIf("t10"."__number", "t10"."single"), 0) AS "n",
                      COALESCE(sumIf("t10"."__number", NOT (
                        "t10"."single"
                      )), 0) AS "aggregates"
                    FROM (
                      SELECT
                        "t0"."__order" AS "__order",
                        1 AS "__number",
                        COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                        "t0"."cluster_munition" AS "value"
                      FROM "incidents" AS "t0"
                    ) AS "t10"
                    GROUP BY
                      "t10"."value"
                  ) AS "t25"
                ) AS "t38"
              ) AS "t58"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'target_type' AS "facet",
                  "t24"."value" AS "value",
                  "t24"."n" AS "n",
                  "t24"."aggregates" AS "aggregates"
                FROM (
                  SELECT
                    "t8"."value" AS "value",
                    COALESCE(sumIf("t8"."__number", "t8"."single"), 0) AS "n",
                    COALESCE(sumIf("t8"."__number", NOT (
                      "t8"."single"
                    )), 0) AS "aggregates"
                  FROM (
                    SELECT
                      "t0"."__order" AS "__order",
                      1 AS "__number",
                      COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                      "t0"."target_type" AS "value"
                    FROM "incidents" AS "t0"
                  ) AS "t8"
                  GROUP BY
                    "t8"."value"
                ) AS "t24"
              ) AS "t37"
            ) AS "t59"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'actor' AS "facet",
                "t23"."value" AS "value",
                "t23"."n" AS "n",
                "t23"."aggregates" AS "aggregates"
              FROM (
                SELECT
                  "t6"."value" AS "value",
                  COALESCE(sumIf("t6"."__number", "t6"."single"), 0) AS "n",
                  COALESCE(sumIf("t6"."__number", NOT (
                    "t6"."single"
                  )), 0) AS "aggregates"
                FROM (
                  SELECT
                    "t0"."__order" AS "__order",
                    1 AS "__number",
                    COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                    "t0"."actor" AS "value"
                  FROM "incidents" AS "t0"
                ) AS "t6"
                GROUP BY
                  "t6"."value"
              ) AS "t23"
            ) AS "t35"
          ) AS "t60"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              'other_actor' AS "facet",
              "t61"."value" AS "value",
              "t61"."n" AS "n",
              "t61"."aggregates" AS "aggregates"
            FROM (
              SELECT
                "t54"."value" AS "value",
                COALESCE(sumIf("t54"."__number", "t54"."single"), 0) AS "n",
                COALESCE(sumIf("t54"."__number", NOT (
                  "t54"."single"
                )), 0) AS "aggregates"
              FROM (
                SELECT DISTINCT
                  *
                FROM (
                  SELECT
                    *
                  FROM "t39" AS "t46"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t0"."__order" AS "__order",
                      1 AS "__number",
                      COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                      CAST(NULL AS Nullable(String)) AS "value"
                    FROM "incidents" AS "t0"
                    WHERE
                      isNull("t0"."other_actor")
                  ) AS "t9"
                ) AS "t49"
              ) AS "t54"
              GROUP BY
                "t54"."value"
            ) AS "t61"
          ) AS "t63"
        ) AS "t64"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            'attribution_status' AS "facet",
            "t22"."value" AS "value",
            "t22"."n" AS "n",
            "t22"."aggregates" AS "aggregates"
          FROM (
            SELECT
              "t4"."value" AS "value",
              COALESCE(sumIf("t4"."__number", "t4"."single"), 0) AS "n",
              COALESCE(sumIf("t4"."__number", NOT (
                "t4"."single"
              )), 0) AS "aggregates"
            FROM (
              SELECT
                "t0"."__order" AS "__order",
                1 AS "__number",
                COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                "t0"."attribution_status" AS "value"
              FROM "incidents" AS "t0"
            ) AS "t4"
            GROUP BY
              "t4"."value"
          ) AS "t22"
        ) AS "t34"
      ) AS "t66"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          'harm_manner' AS "facet",
          "t21"."value" AS "value",
          "t21"."n" AS "n",
          "t21"."aggregates" AS "aggregates"
        FROM (
          SELECT
            "t2"."value" AS "value",
            COALESCE(sumIf("t2"."__number", "t2"."single"), 0) AS "n",
            COALESCE(sumIf("t2"."__number", NOT (
              "t2"."single"
            )), 0) AS "aggregates"
          FROM (
            SELECT
              "t0"."__order" AS "__order",
              1 AS "__number",
              COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
              "t0"."harm_manner" AS "value"
            FROM "incidents" AS "t0"
          ) AS "t2"
          GROUP BY
            "t2"."value"
        ) AS "t21"
      ) AS "t33"
    ) AS "t67"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        'harm_status' AS "facet",
        "t20"."value" AS "value",
        "t20"."n" AS "n",
        "t20"."aggregates" AS "aggregates"
      FROM (
        SELECT
          "t1"."value" AS "value",
          COALESCE(sumIf("t1"."__number", "t1"."single"), 0) AS "n",
          COALESCE(sumIf("t1"."__number", NOT (
            "t1"."single"
          )), 0) AS "aggregates"
        FROM (
          SELECT
            "t0"."__order" AS "__order",
            1 AS "__number",
            COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
            "t0"."harm_status" AS "value"
          FROM "incidents" AS "t0"
        ) AS "t1"
        GROUP BY
          "t1"."value"
      ) AS "t20"
    ) AS "t32"
  ) AS "t68"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      'involving' AS "facet",
      "t62"."value" AS "value",
      "t62"."n" AS "n",
      "t62"."aggregates" AS "aggregates"
    FROM (
      SELECT
        "t57"."value" AS "value",
        COALESCE(sumIf("t57"."__number", "t57"."single"), 0) AS "n",
        COALESCE(sumIf("t57"."__number", NOT (
          "t57"."single"
        )), 0) AS "aggregates"
      FROM (
        SELECT DISTINCT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t0"."__order" AS "__order",
                  1 AS "__number",
                  COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                  "t0"."actor" AS "value"
                FROM "incidents" AS "t0"
                WHERE
                  isNotNull("t0"."actor")
              ) AS "t5"
              UNION ALL
              SELECT
                *
              FROM "t39" AS "t46"
            ) AS "t48"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t7"."__order" AS "__order",
                  "t7"."__number" AS "__number",
                  "t7"."single" AS "single",
                  arrayJoin(splitByString(';', COALESCE("t7"."involved", ''))) AS "value"
                FROM (
                  SELECT
                    "t0"."__order" AS "__order",
                    1 AS "__number",
                    "t0"."place_id" AS "place_id",
                    "t0"."admin1" AS "admin1",
                    "t0"."control" AS "control",
                    "t0"."event_type" AS "event_type",
                    "t0"."sub_event_type" AS "sub_event_type",
                    "t0"."weapon" AS "weapon",
                    "t0"."cluster_munition" AS "cluster_munition",
                    "t0"."target_type" AS "target_type",
                    "t0"."actor" AS "actor",
                    "t0"."other_actor" AS "other_actor",
                    "t0"."attribution_status" AS "attribution_status",
                    "t0"."harm_manner" AS "harm_manner",
                    "t0"."harm_status" AS "harm_status",
                    "t0"."involved" AS "involved",
                    COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single"
                  FROM "incidents" AS "t0"
                  WHERE
                    isNotNull("t0"."involved")
                ) AS "t7"
              ) AS "t18"
              WHERE
                "t18"."value" <> ''
            ) AS "t36"
          ) AS "t51"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t0"."__order" AS "__order",
              1 AS "__number",
              COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
              CAST(NULL AS Nullable(String)) AS "value"
            FROM "incidents" AS "t0"
            WHERE
              isNull("t0"."actor") AND isNull("t0"."other_actor") AND isNull("t0"."involved")
          ) AS "t3"
        ) AS "t53"
      ) AS "t57"
      GROUP BY
        "t57"."value"
    ) AS "t62"
  ) AS "t65"
) AS "t69"
ORDER BY
  "t69"."n" DESC,
  "t69"."aggregates" DESC,
  "t69"."value" ASC;

-- timeline
SELECT
  *
FROM (
  SELECT
    "t2".*
    EXCEPT ("bin_date_end", "bin_date_start")
  FROM (
    SELECT
      CAST(FLOOR((
        DATE_DIFF(DAY, toDate32('2020-09-27'), "t1"."date_start")
      ) / (
        3
      )) AS Nullable(Int64)) AS "bin_date_start",
      CAST(FLOOR((
        DATE_DIFF(DAY, toDate32('2020-09-27'), "t1"."date_end")
      ) / (
        3
      )) AS Nullable(Int64)) AS "bin_date_end",
      "t1"."actor" AS "actor",
      COALESCE(SUM("t1"."__number"), 0) AS "n",
      SUM("t1"."killed_low") AS "killed_low",
      CASE
        WHEN COALESCE(MAX(TRUE AND isNotNull("t1"."killed_low") AND isNull("t1"."killed_high")), FALSE)
        THEN CAST(NULL AS Nullable(Int64))
        ELSE sumIf("t1"."killed_high", TRUE)
      END AS "killed_high",
      COALESCE(sumIf("t1"."__number", isNotNull("t1"."killed_low")), 0) AS "killed_rows",
      MIN("t1"."date_start") AS "date_start",
      MAX("t1"."date_end") AS "date_end"
    FROM (
      SELECT
        "t0"."place_id" AS "place_id",
        "t0"."admin1" AS "admin1",
        "t0"."control" AS "control",
        "t0"."event_type" AS "event_type",
        "t0"."sub_event_type" AS "sub_event_type",
        "t0"."weapon" AS "weapon",
        "t0"."cluster_munition" AS "cluster_munition",
        "t0"."target_type" AS "target_type",
        "t0"."actor" AS "actor",
        "t0"."other_actor" AS "other_actor",
        "t0"."attribution_status" AS "attribution_status",
        "t0"."harm_manner" AS "harm_manner",
        "t0"."harm_status" AS "harm_status",
        "t0"."involved" AS "involved",
        "t0"."location_precision" AS "location_precision",
        "t0"."date_start" AS "date_start",
        "t0"."date_end" AS "date_end",
        "t0"."date_precision" AS "date_precision",
        "t0"."aggregate" AS "aggregate",
        "t0"."__x" AS "__x",
        "t0"."__y" AS "__y",
        "t0"."__harmed" AS "__harmed",
        "t0"."killed_low" AS "killed_low",
        "t0"."killed_high" AS "killed_high",
        "t0"."injured_low" AS "injured_low",
        "t0"."injured_high" AS "injured_high",
        "t0"."__order" AS "__order",
        "t0"."longitude" AS "longitude",
        "t0"."latitude" AS "latitude",
        "t0"."uncertainty_m" AS "uncertainty_m",
        1 AS "__number",
        "t0"."longitude" AS "__west",
        "t0"."latitude" AS "__south",
        "t0"."longitude" AS "__east",
        "t0"."latitude" AS "__north"
      FROM "incidents" AS "t0"
      WHERE
        COALESCE("t0"."aggregate", 'no') <> 'yes'
    ) AS "t1"
    GROUP BY
      CAST(FLOOR((
        DATE_DIFF(DAY, toDate32('2020-09-27'), "t1"."date_start")
      ) / (
        3
      )) AS Nullable(Int64)),
      CAST(FLOOR((
        DATE_DIFF(DAY, toDate32('2020-09-27'), "t1"."date_end")
      ) / (
        3
      )) AS Nullable(Int64)),
      "t1"."actor"
  ) AS "t2"
) AS "t3"
ORDER BY
  "t3"."date_start" ASC,
  "t3"."date_end" ASC,
  "t3"."actor" ASC;

-- coverage
SELECT
  *
FROM (
  SELECT
    "t10"."cell" AS "cell",
    uniqExact("t10"."source_id") AS "sources",
    uniqExactIf("t10"."source_id", "t10"."side" = 'one') AS "one",
    uniqExactIf("t10"."source_id", "t10"."side" = 'other') AS "other"
  FROM (
    SELECT DISTINCT
      "t9"."source_id" AS "source_id",
      "t9"."side" AS "side",
      CAST(FLOOR((
        "t9"."start" + "t9"."step"
      ) / (
        2
      )) AS Nullable(Int64)) AS "cell"
    FROM (
      SELECT
        "t8"."date_start" AS "date_start",
        "t8"."date_end" AS "date_end",
        "t8"."admin1" AS "admin1",
        "t8"."longitude" AS "longitude",
        "t8"."latitude" AS "latitude",
        "t8"."position" AS "position",
        "t8"."source_id" AS "source_id",
        "t8"."about" AS "about",
        "t8"."side" AS "side",
        "t8"."start" AS "start",
        "t8"."days" AS "days",
        "t8"."end" AS "end",
        "t8"."dated" AS "dated",
        arrayJoin(range(0, "t8"."days", 1)) AS "step"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t6"."date_start" AS "date_start",
            "t6"."date_end" AS "date_end",
            "t6"."admin1" AS "admin1",
            "t6"."longitude" AS "longitude",
            "t6"."latitude" AS "latitude",
            "t6"."position" AS "position",
            "t6"."source_id" AS "source_id",
            "t6"."about" AS "about",
            "t6"."side" AS "side",
            DATE_DIFF(DAY, toDate32('2020-09-27'), "t6"."date_start") AS "start",
            CASE
              WHEN (
                DATE_DIFF(DAY, "t6"."date_start", "t6"."date_end") + 1
              ) <= 7
              THEN DATE_DIFF(DAY, "t6"."date_start", "t6"."date_end") + 1
              ELSE 1
            END AS "days",
            (
              DATE_DIFF(DAY, toDate32('2020-09-27'), "t6"."date_start") + (
                DATE_DIFF(DAY, "t6"."date_start", "t6"."date_end") + 1
              )
            ) - 1 AS "end",
            DATE_DIFF(DAY, "t6"."date_start", "t6"."date_end") + 1 AS "dated"
          FROM (
            SELECT
              "t3"."date_start" AS "date_start",
              "t3"."date_end" AS "date_end",
              "t3"."admin1" AS "admin1",
              "t3"."longitude" AS "longitude",
              "t3"."latitude" AS "latitude",
              "t3"."position" AS "position",
              "t5"."source_id" AS "source_id",
              "t5"."about" AS "about",
              "t5"."side" AS "side"
            FROM (
              SELECT
                "t0"."date_start" AS "date_start",
                "t0"."date_end" AS "date_end",
                "t0"."admin1" AS "admin1",
                "t0"."longitude" AS "longitude",
                "t0"."latitude" AS "latitude",
                "t0"."__order" AS "position"
              FROM "incidents" AS "t0"
              WHERE
                COALESCE("t0"."aggregate", 'no') <> 'yes'
            ) AS "t3"
            INNER JOIN (
              SELECT
                "t1"."source_id" AS "source_id",
                "t1"."__about" AS "about",
                COALESCE(
                  CASE
                    WHEN "t1"."claimant_side" IN ('one', 'other')
                    THEN "t1"."claimant_side"
                    ELSE CAST(NULL AS Nullable(String))
                  END,
                  'other'
                ) AS "side"
              FROM "claims" AS "t1"
              WHERE
                isNotNull("t1"."source_id")
            ) AS "t5"
              ON "t3"."position" = "t5"."about"
          ) AS "t6"
        ) AS "t7"
        WHERE
          (
            "t7"."dated" <= 7
          )
          OR (
            CAST(FLOOR((
              "t7"."start"
            ) / (
              2
            )) AS Nullable(Int64)) = CAST(FLOOR((
              "t7"."end"
            ) / (
              2
            )) AS Nullable(Int64))
          )
      ) AS "t8"
    ) AS "t9"
    WHERE
      (
        "t9"."start" + "t9"."step"
      ) >= 0 AND (
        "t9"."start" + "t9"."step"
      ) <= 44
  ) AS "t10"
  GROUP BY
    "t10"."cell"
) AS "t11"
ORDER BY
  "t11"."cell" ASC;

-- districts
SELECT
  *
FROM (
  SELECT
    "t6"."admin1" AS "admin1",
    uniqExact("t6"."source_id") AS "sources",
    uniqExactIf("t6"."source_id", "t6"."side" = 'one') AS "one",
    uniqExactIf("t6"."source_id", "t6"."side" = 'other') AS "other",
    AVG("t6"."longitude") AS "longitude",
    AVG("t6"."latitude") AS "latitude"
  FROM (
    SELECT
      "t3"."date_start" AS "date_start",
      "t3"."date_end" AS "date_end",
      "t3"."admin1" AS "admin1",
      "t3"."longitude" AS "longitude",
      "t3"."latitude" AS "latitude",
      "t3"."position" AS "position",
      "t5"."source_id" AS "source_id",
      "t5"."about" AS "about",
      "t5"."side" AS "side"
    FROM (
      SELECT
        "t0"."date_start" AS "date_start",
        "t0"."date_end" AS "date_end",
        "t0"."admin1" AS "admin1",
        "t0"."longitude" AS "longitude",
        "t0"."latitude" AS "latitude",
        "t0"."__order" AS "position"
      FROM "incidents" AS "t0"
      WHERE
        COALESCE("t0"."aggregate", 'no') <> 'yes'
    ) AS "t3"
    INNER JOIN (
      SELECT
        "t1"."source_id" AS "source_id",
        "t1"."__about" AS "about",
        COALESCE(
          CASE
            WHEN "t1"."claimant_side" IN ('one', 'other')
            THEN "t1"."claimant_side"
            ELSE CAST(NULL AS Nullable(String))
          END,
          'other'
        ) AS "side"
      FROM "claims" AS "t1"
      WHERE
        isNotNull("t1"."source_id")
    ) AS "t5"
      ON "t3"."position" = "t5"."about"
  ) AS "t6"
  GROUP BY
    "t6"."admin1"
) AS "t7"
ORDER BY
  "t7"."admin1" ASC;

-- cells
SELECT
  CAST(FLOOR("t1"."__x" * {p3: Int64}) AS Nullable(Int64)) AS "gx",
  CAST(FLOOR("t1"."__y" * {p3: Int64}) AS Nullable(Int64)) AS "gy",
  "t1"."actor" AS "actor",
  COALESCE("t1"."location_precision", '') IN ('3', '4', '5', '6', '7') AS "vague",
  CASE
    WHEN COALESCE("t1"."location_precision", '') IN ('3', '4')
    THEN "t1"."admin1"
    ELSE CAST(NULL AS Nullable(String))
  END AS "admin1",
  COALESCE(sumIf("t1"."__number", COALESCE("t1"."aggregate", 'no') <> 'yes'), 0) AS "n",
  COALESCE(sumIf("t1"."__number", NOT (
    COALESCE("t1"."aggregate", 'no') <> 'yes'
  )), 0) AS "aggregates",
  MIN("t1"."__order") AS "first",
  SUM("t1"."__x") AS "sum_x",
  SUM("t1"."__y") AS "sum_y",
  MIN("t1"."__west") AS "west",
  MIN("t1"."__south") AS "south",
  MAX("t1"."__east") AS "east",
  MAX("t1"."__north") AS "north",
  MAX("t1"."uncertainty_m") AS "uncertainty_m",
  sumIf("t1"."__harmed", COALESCE("t1"."aggregate", 'no') <> 'yes') AS "harmed",
  sumIf("t1"."killed_low", COALESCE("t1"."aggregate", 'no') <> 'yes') AS "killed_low",
  CASE
    WHEN COALESCE(
      MAX(
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND isNotNull("t1"."killed_low")
        AND isNull("t1"."killed_high")
      ),
      FALSE
    )
    THEN CAST(NULL AS Nullable(Int64))
    ELSE sumIf("t1"."killed_high", COALESCE("t1"."aggregate", 'no') <> 'yes')
  END AS "killed_high",
  COALESCE(
    sumIf(
      "t1"."__number",
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      ) AND isNotNull("t1"."killed_low")
    ),
    0
  ) AS "killed_rows"
FROM (
  SELECT
    "t0"."place_id" AS "place_id",
    "t0"."admin1" AS "admin1",
    "t0"."control" AS "control",
    "t0"."event_type" AS "event_type",
    "t0"."sub_event_type" AS "sub_event_type",
    "t0"."weapon" AS "weapon",
    "t0"."cluster_munition" AS "cluster_munition",
    "t0"."target_type" AS "target_type",
    "t0"."actor" AS "actor",
    "t0"."other_actor" AS "other_actor",
    "t0"."attribution_status" AS "attribution_status",
    "t0"."harm_manner" AS "harm_manner",
    "t0"."harm_status" AS "harm_status",
    "t0"."involved" AS "involved",
    "t0"."location_precision" AS "location_precision",
    "t0"."date_start" AS "date_start",
    "t0"."date_end" AS "date_end",
    "t0"."date_precision" AS "date_precision",
    "t0"."aggregate" AS "aggregate",
    "t0"."__x" AS "__x",
    "t0"."__y" AS "__y",
    "t0"."__harmed" AS "__harmed",
    "t0"."killed_low" AS "killed_low",
    "t0"."killed_high" AS "killed_high",
    "t0"."injured_low" AS "injured_low",
    "t0"."injured_high" AS "injured_high",
    "t0"."__order" AS "__order",
    "t0"."longitude" AS "longitude",
    "t0"."latitude" AS "latitude",
    "t0"."uncertainty_m" AS "uncertainty_m",
    1 AS "__number",
    "t0"."longitude" AS "__west",
    "t0"."latitude" AS "__south",
    "t0"."longitude" AS "__east",
    "t0"."latitude" AS "__north"
  FROM "incidents" AS "t0"
  WHERE
    "t0"."latitude" >= {p2_1: Float64}
    AND "t0"."latitude" <= {p2_3: Float64}
    AND (
      (
        (
          "t0"."longitude" >= {p2_0: Float64}
        )
        AND (
          "t0"."longitude" <= {p2_2: Float64}
        )
      )
      OR (
        (
          {p2_0: Float64} > {p2_2: Float64}
        )
        AND (
          (
            "t0"."longitude" >= {p2_0: Float64}
          )
          OR (
            "t0"."longitude" <= {p2_2: Float64}
          )
        )
      )
    )
) AS "t1"
GROUP BY
  CAST(FLOOR("t1"."__x" * {p3: Int64}) AS Nullable(Int64)),
  CAST(FLOOR("t1"."__y" * {p3: Int64}) AS Nullable(Int64)),
  "t1"."actor",
  COALESCE("t1"."location_precision", '') IN ('3', '4', '5', '6', '7'),
  CASE
    WHEN COALESCE("t1"."location_precision", '') IN ('3', '4')
    THEN "t1"."admin1"
    ELSE CAST(NULL AS Nullable(String))
  END;

-- cells around 180
SELECT
  CAST(FLOOR("t1"."__x" * {p3: Int64}) AS Nullable(Int64)) AS "gx",
  CAST(FLOOR("t1"."__y" * {p3: Int64}) AS Nullable(Int64)) AS "gy",
  "t1"."actor" AS "actor",
  COALESCE("t1"."location_precision", '') IN ('3', '4', '5', '6', '7') AS "vague",
  CASE
    WHEN COALESCE("t1"."location_precision", '') IN ('3', '4')
    THEN "t1"."admin1"
    ELSE CAST(NULL AS Nullable(String))
  END AS "admin1",
  COALESCE(sumIf("t1"."__number", COALESCE("t1"."aggregate", 'no') <> 'yes'), 0) AS "n",
  COALESCE(sumIf("t1"."__number", NOT (
    COALESCE("t1"."aggregate", 'no') <> 'yes'
  )), 0) AS "aggregates",
  MIN("t1"."__order") AS "first",
  SUM("t1"."__x") AS "sum_x",
  SUM("t1"."__y") AS "sum_y",
  MIN("t1"."__west") AS "west",
  MIN("t1"."__south") AS "south",
  MAX("t1"."__east") AS "east",
  MAX("t1"."__north") AS "north",
  MAX("t1"."uncertainty_m") AS "uncertainty_m",
  sumIf("t1"."__harmed", COALESCE("t1"."aggregate", 'no') <> 'yes') AS "harmed",
  sumIf("t1"."killed_low", COALESCE("t1"."aggregate", 'no') <> 'yes') AS "killed_low",
  CASE
    WHEN COALESCE(
      MAX(
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND isNotNull("t1"."killed_low")
        AND isNull("t1"."killed_high")
      ),
      FALSE
    )
    THEN CAST(NULL AS Nullable(Int64))
    ELSE sumIf("t1"."killed_high", COALESCE("t1"."aggregate", 'no') <> 'yes')
  END AS "killed_high",
  COALESCE(
    sumIf(
      "t1"."__number",
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      ) AND isNotNull("t1"."killed_low")
    ),
    0
  ) AS "killed_rows"
FROM (
  SELECT
    "t0"."place_id" AS "place_id",
    "t0"."admin1" AS "admin1",
    "t0"."control" AS "control",
    "t0"."event_type" AS "event_type",
    "t0"."sub_event_type" AS "sub_event_type",
    "t0"."weapon" AS "weapon",
    "t0"."cluster_munition" AS "cluster_munition",
    "t0"."target_type" AS "target_type",
    "t0"."actor" AS "actor",
    "t0"."other_actor" AS "other_actor",
    "t0"."attribution_status" AS "attribution_status",
    "t0"."harm_manner" AS "harm_manner",
    "t0"."harm_status" AS "harm_status",
    "t0"."involved" AS "involved",
    "t0"."location_precision" AS "location_precision",
    "t0"."date_start" AS "date_start",
    "t0"."date_end" AS "date_end",
    "t0"."date_precision" AS "date_precision",
    "t0"."aggregate" AS "aggregate",
    "t0"."__x" AS "__x",
    "t0"."__y" AS "__y",
    "t0"."__harmed" AS "__harmed",
    "t0"."killed_low" AS "killed_low",
    "t0"."killed_high" AS "killed_high",
    "t0"."injured_low" AS "injured_low",
    "t0"."injured_high" AS "injured_high",
    "t0"."__order" AS "__order",
    "t0"."longitude" AS "longitude",
    "t0"."latitude" AS "latitude",
    "t0"."uncertainty_m" AS "uncertainty_m",
    1 AS "__number",
    "t0"."longitude" AS "__west",
    "t0"."latitude" AS "__south",
    "t0"."longitude" AS "__east",
    "t0"."latitude" AS "__north"
  FROM "incidents" AS "t0"
  WHERE
    "t0"."latitude" >= {p2_1: Float64}
    AND "t0"."latitude" <= {p2_3: Float64}
    AND (
      (
        (
          "t0"."longitude" >= {p2_0: Float64}
        )
        AND (
          "t0"."longitude" <= {p2_2: Float64}
        )
      )
      OR (
        (
          {p2_0: Float64} > {p2_2: Float64}
        )
        AND (
          (
            "t0"."longitude" >= {p2_0: Float64}
          )
          OR (
            "t0"."longitude" <= {p2_2: Float64}
          )
        )
      )
    )
) AS "t1"
GROUP BY
  CAST(FLOOR("t1"."__x" * {p3: Int64}) AS Nullable(Int64)),
  CAST(FLOOR("t1"."__y" * {p3: Int64}) AS Nullable(Int64)),
  "t1"."actor",
  COALESCE("t1"."location_precision", '') IN ('3', '4', '5', '6', '7'),
  CASE
    WHEN COALESCE("t1"."location_precision", '') IN ('3', '4')
    THEN "t1"."admin1"
    ELSE CAST(NULL AS Nullable(String))
  END;

-- beyond
SELECT
  *
FROM (
  SELECT
    CASE
      WHEN "t1"."__south" > {p2_3: Float64}
      THEN 'north'
      ELSE CASE
        WHEN "t1"."__south" < {p2_1: Float64}
        THEN 'south'
        ELSE CASE WHEN "t1"."__west" < {p2_0: Float64} THEN 'west' ELSE 'east' END
      END
    END AS "side",
    COALESCE(SUM("t1"."__number"), 0) AS "n",
    MIN("t1"."__west") AS "west",
    MIN("t1"."__south") AS "south",
    MAX("t1"."__east") AS "east",
    MAX("t1"."__north") AS "north"
  FROM (
    SELECT
      "t0"."place_id" AS "place_id",
      "t0"."admin1" AS "admin1",
      "t0"."control" AS "control",
      "t0"."event_type" AS "event_type",
      "t0"."sub_event_type" AS "sub_event_type",
      "t0"."weapon" AS "weapon",
      "t0"."cluster_munition" AS "cluster_munition",
      "t0"."target_type" AS "target_type",
      "t0"."actor" AS "actor",
      "t0"."other_actor" AS "other_actor",
      "t0"."attribution_status" AS "attribution_status",
      "t0"."harm_manner" AS "harm_manner",
      "t0"."harm_status" AS "harm_status",
      "t0"."involved" AS "involved",
      "t0"."location_precision" AS "location_precision",
      "t0"."date_start" AS "date_start",
      "t0"."date_end" AS "date_end",
      "t0"."date_precision" AS "date_precision",
      "t0"."aggregate" AS "aggregate",
      "t0"."__x" AS "__x",
      "t0"."__y" AS "__y",
      "t0"."__harmed" AS "__harmed",
      "t0"."killed_low" AS "killed_low",
      "t0"."killed_high" AS "killed_high",
      "t0"."injured_low" AS "injured_low",
      "t0"."injured_high" AS "injured_high",
      "t0"."__order" AS "__order",
      "t0"."longitude" AS "longitude",
      "t0"."latitude" AS "latitude",
      "t0"."uncertainty_m" AS "uncertainty_m",
      1 AS "__number",
      "t0"."longitude" AS "__west",
      "t0"."latitude" AS "__south",
      "t0"."longitude" AS "__east",
      "t0"."latitude" AS "__north"
    FROM "incidents" AS "t0"
    WHERE
      isNotNull("t0"."latitude")
      AND NOT (
        (
          "t0"."latitude" >= {p2_1: Float64}
        )
        AND (
          "t0"."latitude" <= {p2_3: Float64}
        )
        AND (
          (
            (
              "t0"."longitude" >= {p2_0: Float64}
            )
            AND (
              "t0"."longitude" <= {p2_2: Float64}
            )
          )
          OR (
            (
              {p2_0: Float64} > {p2_2: Float64}
            )
            AND (
              (
                "t0"."longitude" >= {p2_0: Float64}
              )
              OR (
                "t0"."longitude" <= {p2_2: Float64}
              )
            )
          )
        )
      )
  ) AS "t1"
  GROUP BY
    CASE
      WHEN "t1"."__south" > {p2_3: Float64}
      THEN 'north'
      ELSE CASE
        WHEN "t1"."__south" < {p2_1: Float64}
        THEN 'south'
        ELSE CASE WHEN "t1"."__west" < {p2_0: Float64} THEN 'west' ELSE 'east' END
      END
    END
) AS "t2"
ORDER BY
  "t2"."side" ASC;

-- beyond, around 180
SELECT
  *
FROM (
  SELECT
    CASE
      WHEN "t1"."__south" > {p2_3: Float64}
      THEN 'north'
      ELSE CASE
        WHEN "t1"."__south" < {p2_1: Float64}
        THEN 'south'
        ELSE CASE WHEN "t1"."__west" < {p2_0: Float64} THEN 'west' ELSE 'east' END
      END
    END AS "side",
    COALESCE(SUM("t1"."__number"), 0) AS "n",
    MIN("t1"."__west") AS "west",
    MIN("t1"."__south") AS "south",
    MAX("t1"."__east") AS "east",
    MAX("t1"."__north") AS "north"
  FROM (
    SELECT
      "t0"."place_id" AS "place_id",
      "t0"."admin1" AS "admin1",
      "t0"."control" AS "control",
      "t0"."event_type" AS "event_type",
      "t0"."sub_event_type" AS "sub_event_type",
      "t0"."weapon" AS "weapon",
      "t0"."cluster_munition" AS "cluster_munition",
      "t0"."target_type" AS "target_type",
      "t0"."actor" AS "actor",
      "t0"."other_actor" AS "other_actor",
      "t0"."attribution_status" AS "attribution_status",
      "t0"."harm_manner" AS "harm_manner",
      "t0"."harm_status" AS "harm_status",
      "t0"."involved" AS "involved",
      "t0"."location_precision" AS "location_precision",
      "t0"."date_start" AS "date_start",
      "t0"."date_end" AS "date_end",
      "t0"."date_precision" AS "date_precision",
      "t0"."aggregate" AS "aggregate",
      "t0"."__x" AS "__x",
      "t0"."__y" AS "__y",
      "t0"."__harmed" AS "__harmed",
      "t0"."killed_low" AS "killed_low",
      "t0"."killed_high" AS "killed_high",
      "t0"."injured_low" AS "injured_low",
      "t0"."injured_high" AS "injured_high",
      "t0"."__order" AS "__order",
      "t0"."longitude" AS "longitude",
      "t0"."latitude" AS "latitude",
      "t0"."uncertainty_m" AS "uncertainty_m",
      1 AS "__number",
      "t0"."longitude" AS "__west",
      "t0"."latitude" AS "__south",
      "t0"."longitude" AS "__east",
      "t0"."latitude" AS "__north"
    FROM "incidents" AS "t0"
    WHERE
      isNotNull("t0"."latitude")
      AND NOT (
        (
          "t0"."latitude" >= {p2_1: Float64}
        )
        AND (
          "t0"."latitude" <= {p2_3: Float64}
        )
        AND (
          (
            (
              "t0"."longitude" >= {p2_0: Float64}
            )
            AND (
              "t0"."longitude" <= {p2_2: Float64}
            )
          )
          OR (
            (
              {p2_0: Float64} > {p2_2: Float64}
            )
            AND (
              (
                "t0"."longitude" >= {p2_0: Float64}
              )
              OR (
                "t0"."longitude" <= {p2_2: Float64}
              )
            )
          )
        )
      )
  ) AS "t1"
  GROUP BY
    CASE
      WHEN "t1"."__south" > {p2_3: Float64}
      THEN 'north'
      ELSE CASE
        WHEN "t1"."__south" < {p2_1: Float64}
        THEN 'south'
        ELSE CASE WHEN "t1"."__west" < {p2_0: Float64} THEN 'west' ELSE 'east' END
      END
    END
) AS "t2"
ORDER BY
  "t2"."side" ASC;

-- spread
SELECT
  COUNT(*) AS "n",
  MIN("t1"."longitude") AS "all_west",
  MIN("t1"."latitude") AS "all_south",
  MAX("t1"."longitude") AS "all_east",
  MAX("t1"."latitude") AS "all_north",
  quantileExactInclusive(0.025)("t1"."longitude") AS "most_west",
  quantileExactInclusive(0.025)("t1"."latitude") AS "most_south",
  quantileExactInclusive(0.975)("t1"."longitude") AS "most_east",
  quantileExactInclusive(0.975)("t1"."latitude") AS "most_north",
  MIN(
    CASE WHEN "t1"."longitude" < 0 THEN "t1"."longitude" + 360 ELSE "t1"."longitude" END
  ) AS "all_west_around",
  MAX(
    CASE WHEN "t1"."longitude" < 0 THEN "t1"."longitude" + 360 ELSE "t1"."longitude" END
  ) AS "all_east_around",
  quantileExactInclusive(0.025)(CASE WHEN "t1"."longitude" < 0 THEN "t1"."longitude" + 360 ELSE "t1"."longitude" END) AS "most_west_around",
  quantileExactInclusive(0.975)(CASE WHEN "t1"."longitude" < 0 THEN "t1"."longitude" + 360 ELSE "t1"."longitude" END) AS "most_east_around"
FROM (
  SELECT
    *
  FROM "incidents" AS "t0"
  WHERE
    isNotNull("t0"."latitude")
) AS "t1";

-- counts
SELECT
  COALESCE(
    sumIf(
      "t1"."__number",
      (
        "t1"."latitude" >= {p2_1: Float64}
      )
      AND (
        "t1"."latitude" <= {p2_3: Float64}
      )
      AND (
        (
          (
            "t1"."longitude" >= {p2_0: Float64}
          )
          AND (
            "t1"."longitude" <= {p2_2: Float64}
          )
        )
        OR (
          (
            {p2_0: Float64} > {p2_2: Float64}
          )
          AND (
            (
              "t1"."longitude" >= {p2_0: Float64}
            )
            OR (
              "t1"."longitude" <= {p2_2: Float64}
            )
          )
        )
      )
    ),
    0
  ) AS "in_view",
  COALESCE(
    sumIf(
      "t1"."__number",
      (
        "t1"."latitude" >= {p2_1: Float64}
      )
      AND (
        "t1"."latitude" <= {p2_3: Float64}
      )
      AND (
        (
          (
            "t1"."longitude" >= {p2_0: Float64}
          )
          AND (
            "t1"."longitude" <= {p2_2: Float64}
          )
        )
        OR (
          (
            {p2_0: Float64} > {p2_2: Float64}
          )
          AND (
            (
              "t1"."longitude" >= {p2_0: Float64}
            )
            OR (
              "t1"."longitude" <= {p2_2: Float64}
            )
          )
        )
      )
      AND NOT (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      )
    ),
    0
  ) AS "summaries",
  COALESCE(sumIf("t1"."__number", NOT (
    isNotNull("t1"."__south")
  )), 0) AS "unlocated"
FROM (
  SELECT
    "t0"."place_id" AS "place_id",
    "t0"."admin1" AS "admin1",
    "t0"."control" AS "control",
    "t0"."event_type" AS "event_type",
    "t0"."sub_event_type" AS "sub_event_type",
    "t0"."weapon" AS "weapon",
    "t0"."cluster_munition" AS "cluster_munition",
    "t0"."target_type" AS "target_type",
    "t0"."actor" AS "actor",
    "t0"."other_actor" AS "other_actor",
    "t0"."attribution_status" AS "attribution_status",
    "t0"."harm_manner" AS "harm_manner",
    "t0"."harm_status" AS "harm_status",
    "t0"."involved" AS "involved",
    "t0"."location_precision" AS "location_precision",
    "t0"."date_start" AS "date_start",
    "t0"."date_end" AS "date_end",
    "t0"."date_precision" AS "date_precision",
    "t0"."aggregate" AS "aggregate",
    "t0"."__x" AS "__x",
    "t0"."__y" AS "__y",
    "t0"."__harmed" AS "__harmed",
    "t0"."killed_low" AS "killed_low",
    "t0"."killed_high" AS "killed_high",
    "t0"."injured_low" AS "injured_low",
    "t0"."injured_high" AS "injured_high",
    "t0"."__order" AS "__order",
    "t0"."longitude" AS "longitude",
    "t0"."latitude" AS "latitude",
    "t0"."uncertainty_m" AS "uncertainty_m",
    1 AS "__number",
    "t0"."longitude" AS "__west",
    "t0"."latitude" AS "__south",
    "t0"."longitude" AS "__east",
    "t0"."latitude" AS "__north"
  FROM "incidents" AS "t0"
) AS "t1";

-- counts of the world
SELECT
  COALESCE(sumIf("t1"."__number", isNotNull("t1"."__south")), 0) AS "in_view",
  COALESCE(
    sumIf(
      "t1"."__number",
      isNotNull("t1"."__south") AND NOT (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      )
    ),
    0
  ) AS "summaries",
  COALESCE(sumIf("t1"."__number", NOT (
    isNotNull("t1"."__south")
  )), 0) AS "unlocated"
FROM (
  SELECT
    "t0"."place_id" AS "place_id",
    "t0"."admin1" AS "admin1",
    "t0"."control" AS "control",
    "t0"."event_type" AS "event_type",
    "t0"."sub_event_type" AS "sub_event_type",
    "t0"."weapon" AS "weapon",
    "t0"."cluster_munition" AS "cluster_munition",
    "t0"."target_type" AS "target_type",
    "t0"."actor" AS "actor",
    "t0"."other_actor" AS "other_actor",
    "t0"."attribution_status" AS "attribution_status",
    "t0"."harm_manner" AS "harm_manner",
    "t0"."harm_status" AS "harm_status",
    "t0"."involved" AS "involved",
    "t0"."location_precision" AS "location_precision",
    "t0"."date_start" AS "date_start",
    "t0"."date_end" AS "date_end",
    "t0"."date_precision" AS "date_precision",
    "t0"."aggregate" AS "aggregate",
    "t0"."__x" AS "__x",
    "t0"."__y" AS "__y",
    "t0"."__harmed" AS "__harmed",
    "t0"."killed_low" AS "killed_low",
    "t0"."killed_high" AS "killed_high",
    "t0"."injured_low" AS "injured_low",
    "t0"."injured_high" AS "injured_high",
    "t0"."__order" AS "__order",
    "t0"."longitude" AS "longitude",
    "t0"."latitude" AS "latitude",
    "t0"."uncertainty_m" AS "uncertainty_m",
    1 AS "__number",
    "t0"."longitude" AS "__west",
    "t0"."latitude" AS "__south",
    "t0"."longitude" AS "__east",
    "t0"."latitude" AS "__north"
  FROM "incidents" AS "t0"
) AS "t1";

-- days
SELECT
  *
FROM (
  SELECT
    "t9"."place_name" AS "place_name",
    "t9"."place_id" AS "place_id",
    CASE
      WHEN NOT (
        COALESCE("t9"."date_precision", '1') IN ('4', '5')
      )
      AND (
        "t9"."date_start" = "t9"."date_end"
      )
      THEN "t9"."date_start"
      ELSE CAST(NULL AS Nullable(Date32))
    END AS "day",
    COUNT(*) AS "n",
    countIf(
      (
        (
          (
            "t9"."latitude" - "t9"."middle_latitude"
          ) * 111.2 * (
            (
              "t9"."latitude" - "t9"."middle_latitude"
            ) * 111.2
          )
        ) + (
          (
            "t9"."longitude" - "t9"."middle_longitude"
          ) * COS(RADIANS("t9"."middle_latitude")) * 111.2 * (
            (
              "t9"."longitude" - "t9"."middle_longitude"
            ) * COS(RADIANS("t9"."middle_latitude")) * 111.2
          )
        )
      ) <= (
        {p3: Int64} * {p3: Int64}
      )
    ) AS "near"
  FROM (
    SELECT
      "t4"."incident_id" AS "incident_id",
      "t4"."title" AS "title",
      "t4"."summary" AS "summary",
      "t4"."date_start" AS "date_start",
      "t4"."date_end" AS "date_end",
      "t4"."date_precision" AS "date_precision",
      "t4"."time_local" AS "time_local",
      "t4"."site" AS "site",
      "t4"."latitude" AS "latitude",
      "t4"."longitude" AS "longitude",
      "t4"."location_precision" AS "location_precision",
      "t4"."uncertainty_m" AS "uncertainty_m",
      "t4"."admin1" AS "admin1",
      "t4"."country" AS "country",
      "t4"."control" AS "control",
      "t4"."event_type" AS "event_type",
      "t4"."sub_event_type" AS "sub_event_type",
      "t4"."weapon" AS "weapon",
      "t4"."weapon_detail" AS "weapon_detail",
      "t4"."cluster_munition" AS "cluster_munition",
      "t4"."target_type" AS "target_type",
      "t4"."target_detail" AS "target_detail",
      "t4"."actor" AS "actor",
      "t4"."other_actor" AS "other_actor",
      "t4"."involved" AS "involved",
      "t4"."attribution_status" AS "attribution_status",
      "t4"."killed_low" AS "killed_low",
      "t4"."killed_best" AS "killed_best",
      "t4"."killed_high" AS "killed_high",
      "t4"."injured_low" AS "injured_low",
      "t4"."injured_best" AS "injured_best",
      "t4"."injured_high" AS "injured_high",
      "t4"."harm_manner" AS "harm_manner",
      "t4"."harm_status" AS "harm_status",
      "t4"."verification" AS "verification",
      "t4"."denial" AS "denial",
      "t4"."disagreement" AS "disagreement",
      "t4"."aggregate" AS "aggregate",
      "t4"."related_incidents" AS "related_incidents",
      "t4"."sensitivity" AS "sensitivity",
      "t4"."tags" AS "tags",
      "t4"."checked" AS "checked",
      "t4"."__order" AS "__order",
      "t4"."__x" AS "__x",
      "t4"."__y" AS "__y",
      "t4"."__harmed" AS "__harmed",
      "t4"."__search" AS "__search",
      "t4"."__verified" AS "__verified",
      "t4"."__first_hand" AS "__first_hand",
      "t4"."__independent" AS "__independent",
      "t4"."__denied" AS "__denied",
      "t4"."__conceded" AS "__conceded",
      "t4"."__refuted" AS "__refuted",
      "t4"."__denied_by_armenian" AS "__denied_by_armenian",
      "t4"."__denied_by_azerbaijani" AS "__denied_by_azerbaijani",
      "t4"."__denied_by_independent" AS "__denied_by_independent",
      "t4"."__armenian_says" AS "__armenian_says",
      "t4"."__armenian_harmed" AS "__armenian_harmed",
      "t4"."__armenian_actor" AS "__armenian_actor",
      "t4"."__armenian_killed_low" AS "__armenian_killed_low",
      "t4"."__armenian_killed_best" AS "__armenian_killed_best",
      "t4"."__armenian_killed_high" AS "__armenian_killed_high",
      "t4"."__armenian_injured_low" AS "__armenian_injured_low",
      "t4"."__armenian_injured_best" AS "__armenian_injured_best",
      "t4"."__armenian_injured_high" AS "__armenian_injured_high",
      "t4"."__armenian_attribution_status" AS "__armenian_attribution_status",
      "t4"."__armenian_harm_status" AS "__armenian_harm_status",
      "t4"."__azerbaijani_says" AS "__azerbaijani_says",
      "t4"."__azerbaijani_harmed" AS "__azerbaijani_harmed",
      "t4"."__azerbaijani_actor" AS "__azerbaijani_actor",
      "t4"."__azerbaijani_killed_low" AS "__azerbaijani_killed_low",
      "t4"."__azerbaijani_killed_best" AS "__azerbaijani_killed_best",
      "t4"."__azerbaijani_killed_high" AS "__azerbaijani_killed_high",
      "t4"."__azerbaijani_injured_low" AS "__azerbaijani_injured_low",
      "t4"."__azerbaijani_injured_best" AS "__azerbaijani_injured_best",
      "t4"."__azerbaijani_injured_high" AS "__azerbaijani_injured_high",
      "t4"."__azerbaijani_attribution_status" AS "__azerbaijani_attribution_status",
      "t4"."__azerbaijani_harm_status" AS "__azerbaijani_harm_status",
      "t4"."__independent_says" AS "__independent_says",
      "t4"."__independent_harmed" AS "__independent_harmed",
      "t4"."__independent_actor" AS "__independent_actor",
      "t4"."__independent_killed_low" AS "__independent_killed_low",
      "t4"."__independent_killed_best" AS "__independent_killed_best",
      "t4"."__independent_killed_high" AS "__independent_killed_high",
      "t4"."__independent_injured_low" AS "__independent_injured_low",
      "t4"."__independent_injured_best" AS "__independent_injured_best",
      "t4"."__independent_injured_high" AS "__independent_injured_high",
      "t4"."__independent_attribution_status" AS "__independent_attribution_status",
      "t4"."__independent_harm_status" AS "__independent_harm_status",
      "t4"."__conceded_says" AS "__conceded_says",
      "t4"."__conceded_harmed" AS "__conceded_harmed",
      "t4"."__conceded_actor" AS "__conceded_actor",
      "t4"."__conceded_killed_low" AS "__conceded_killed_low",
      "t4"."__conceded_killed_best" AS "__conceded_killed_best",
      "t4"."__conceded_killed_high" AS "__conceded_killed_high",
      "t4"."__conceded_injured_low" AS "__conceded_injured_low",
      "t4"."__conceded_injured_best" AS "__conceded_injured_best",
      "t4"."__conceded_injured_high" AS "__conceded_injured_high",
      "t4"."__conceded_attribution_status" AS "__conceded_attribution_status",
      "t4"."__conceded_harm_status" AS "__conceded_harm_status",
      "t4"."__undisputed_says" AS "__undisputed_says",
      "t4"."__undisputed_harmed" AS "__undisputed_harmed",
      "t4"."__undisputed_actor" AS "__undisputed_actor",
      "t4"."__undisputed_killed_low" AS "__undisputed_killed_low",
      "t4"."__undisputed_killed_best" AS "__undisputed_killed_best",
      "t4"."__undisputed_killed_high" AS "__undisputed_killed_high",
      "t4"."__undisputed_injured_low" AS "__undisputed_injured_low",
      "t4"."__undisputed_injured_best" AS "__undisputed_injured_best",
      "t4"."__undisputed_injured_high" AS "__undisputed_injured_high",
      "t4"."__undisputed_attribution_status" AS "__undisputed_attribution_status",
      "t4"."__undisputed_harm_status" AS "__undisputed_harm_status",
      "t8"."place_name" AS "place_name",
      "t8"."place_id" AS "place_id",
      "t8"."same" AS "same",
      "t8"."middle_latitude" AS "middle_latitude",
      "t8"."middle_longitude" AS "middle_longitude"
    FROM (
      SELECT
        "t1".*
        EXCEPT ("place_id", "place_name")
      FROM (
        SELECT
          *
        FROM "incidents" AS "t0"
        WHERE
          "t0"."latitude" >= {p2_1: Float64}
          AND "t0"."latitude" <= {p2_3: Float64}
          AND (
            (
              (
                "t0"."longitude" >= {p2_0: Float64}
              )
              AND (
                "t0"."longitude" <= {p2_2: Float64}
              )
            )
            OR (
              (
                {p2_0: Float64} > {p2_2: Float64}
              )
              AND (
                (
                  "t0"."longitude" >= {p2_0: Float64}
                )
                OR (
                  "t0"."longitude" <= {p2_2: Float64}
                )
              )
            )
          )
          AND COALESCE("t0"."aggregate", 'no') <> 'yes'
      ) AS "t1"
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        *
      FROM (
        SELECT
          "t2"."place_name" AS "place_name",
          MIN("t2"."place_id") AS "place_id",
          COUNT(*) AS "same",
          AVG("t2"."latitude") AS "middle_latitude",
          AVG("t2"."longitude") AS "middle_longitude"
        FROM (
          SELECT
            *
          FROM "incidents" AS "t0"
          WHERE
            "t0"."latitude" >= {p2_1: Float64}
            AND "t0"."latitude" <= {p2_3: Float64}
            AND (
              (
                (
                  "t0"."longitude" >= {p2_0: Float64}
                )
                AND (
                  "t0"."longitude" <= {p2_2: Float64}
                )
              )
              OR (
                (
                  {p2_0: Float64} > {p2_2: Float64}
                )
                AND (
                  (
                    "t0"."longitude" >= {p2_0: Float64}
                  )
                  OR (
                    "t0"."longitude" <= {p2_2: Float64}
                  )
                )
              )
            )
            AND COALESCE("t0"."aggregate", 'no') <> 'yes'
            AND isNotNull("t0"."place_name")
        ) AS "t2"
        GROUP BY
          "t2"."place_name"
      ) AS "t5"
      ORDER BY
        "t5"."same" DESC,
        "t5"."place_name" ASC
      LIMIT 1
      OFFSET 0
    ) AS "t8"
      ON TRUE
  ) AS "t9"
  GROUP BY
    "t9"."place_name",
    "t9"."place_id",
    CASE
      WHEN NOT (
        COALESCE("t9"."date_precision", '1') IN ('4', '5')
      )
      AND (
        "t9"."date_start" = "t9"."date_end"
      )
      THEN "t9"."date_start"
      ELSE CAST(NULL AS Nullable(Date32))
    END
) AS "t10"
ORDER BY
  "t10"."day" ASC;

-- listing
SELECT
  "t0"."__order" AS "__order"
FROM "incidents" AS "t0"
WHERE
  (
    (
      "t0"."latitude" >= {p2_1: Float64}
    )
    AND (
      "t0"."latitude" <= {p2_3: Float64}
    )
    AND (
      (
        (
          "t0"."longitude" >= {p2_0: Float64}
        )
        AND (
          "t0"."longitude" <= {p2_2: Float64}
        )
      )
      OR (
        (
          {p2_0: Float64} > {p2_2: Float64}
        )
        AND (
          (
            "t0"."longitude" >= {p2_0: Float64}
          )
          OR (
            "t0"."longitude" <= {p2_2: Float64}
          )
        )
      )
    )
  )
  OR isNull("t0"."latitude")
ORDER BY
  isNull("t0"."latitude") ASC,
  "t0"."__order" ASC
LIMIT {p3: Int64}
OFFSET 0;

-- positions
SELECT
  "t0"."__order" AS "__order"
FROM "incidents" AS "t0"
ORDER BY
  "t0"."__order" ASC
OFFSET {p3: Int64};

-- table
SELECT
  "t0"."__order" AS "__order"
FROM "incidents" AS "t0"
ORDER BY
  isNull(COALESCE("t0"."killed_high", "t0"."killed_low")) ASC,
  COALESCE("t0"."killed_high", "t0"."killed_low") DESC,
  "t0"."__order" ASC
LIMIT {p2: Int64}
OFFSET {p3: Int64};

-- claims
SELECT
  "t5"."claim_id" AS "claim_id"
FROM (
  SELECT
    "t2"."claim_id" AS "claim_id",
    "t2"."incident_id" AS "incident_id",
    "t2"."source_id" AS "source_id",
    "t2"."claimant" AS "claimant",
    "t2"."claimant_side" AS "claimant_side",
    "t2"."stance" AS "stance",
    "t2"."basis" AS "basis",
    "t2"."actor" AS "actor",
    "t2"."killed_low" AS "killed_low",
    "t2"."killed_high" AS "killed_high",
    "t2"."injured_low" AS "injured_low",
    "t2"."injured_high" AS "injured_high",
    "t2"."weapon" AS "weapon",
    "t2"."cluster_munition" AS "cluster_munition",
    "t2"."excluded_because" AS "excluded_because",
    "t2"."checked" AS "checked",
    "t2"."note" AS "note",
    "t2"."__order" AS "__order",
    "t2"."__about" AS "__about",
    "t4"."date_start" AS "date_start",
    "t4"."position" AS "position"
  FROM "claims" AS "t2"
  INNER JOIN (
    SELECT
      "t1"."date_start" AS "date_start",
      "t1"."__order" AS "position"
    FROM "incidents" AS "t1"
  ) AS "t4"
    ON "t2"."__about" = "t4"."position"
) AS "t5"
ORDER BY
  isNull("t5"."claimant") ASC,
  "t5"."claimant" ASC,
  "t5"."position" ASC,
  "t5"."__order" ASC
LIMIT {p3: Int64}
OFFSET {p4: Int64};

-- incidents
SELECT
  "t0"."incident_id" AS "incident_id",
  "t0"."title" AS "title",
  "t0"."summary" AS "summary",
  "t0"."date_start" AS "date_start",
  "t0"."date_end" AS "date_end",
  "t0"."date_precision" AS "date_precision",
  "t0"."time_local" AS "time_local",
  "t0"."place_id" AS "place_id",
  "t0"."place_name" AS "place_name",
  "t0"."site" AS "site",
  "t0"."latitude" AS "latitude",
  "t0"."longitude" AS "longitude",
  "t0"."location_precision" AS "location_precision",
  "t0"."uncertainty_m" AS "uncertainty_m",
  "t0"."admin1" AS "admin1",
  "t0"."country" AS "country",
  "t0"."control" AS "control",
  "t0"."event_type" AS "event_type",
  "t0"."sub_event_type" AS "sub_event_type",
  "t0"."weapon" AS "weapon",
  "t0"."weapon_detail" AS "weapon_detail",
  "t0"."cluster_munition" AS "cluster_munition",
  "t0"."target_type" AS "target_type",
  "t0"."target_detail" AS "target_detail",
  "t0"."actor" AS "actor",
  "t0"."other_actor" AS "other_actor",
  "t0"."involved" AS "involved",
  "t0"."attribution_status" AS "attribution_status",
  "t0"."killed_low" AS "killed_low",
  "t0"."killed_best" AS "killed_best",
  "t0"."killed_high" AS "killed_high",
  "t0"."injured_low" AS "injured_low",
  "t0"."injured_best" AS "injured_best",
  "t0"."injured_high" AS "injured_high",
  "t0"."harm_manner" AS "harm_manner",
  "t0"."harm_status" AS "harm_status",
  "t0"."verification" AS "verification",
  "t0"."denial" AS "denial",
  "t0"."disagreement" AS "disagreement",
  "t0"."aggregate" AS "aggregate",
  "t0"."related_incidents" AS "related_incidents",
  "t0"."sensitivity" AS "sensitivity",
  "t0"."tags" AS "tags",
  "t0"."checked" AS "checked"
FROM "incidents" AS "t0"
ORDER BY
  "t0"."__order" ASC
LIMIT {p2: Int64}
OFFSET 0;

-- incidents at
SELECT
  "t0"."incident_id" AS "incident_id",
  "t0"."title" AS "title",
  "t0"."summary" AS "summary",
  "t0"."date_start" AS "date_start",
  "t0"."date_end" AS "date_end",
  "t0"."date_precision" AS "date_precision",
  "t0"."time_local" AS "time_local",
  "t0"."place_id" AS "place_id",
  "t0"."place_name" AS "place_name",
  "t0"."site" AS "site",
  "t0"."latitude" AS "latitude",
  "t0"."longitude" AS "longitude",
  "t0"."location_precision" AS "location_precision",
  "t0"."uncertainty_m" AS "uncertainty_m",
  "t0"."admin1" AS "admin1",
  "t0"."country" AS "country",
  "t0"."control" AS "control",
  "t0"."event_type" AS "event_type",
  "t0"."sub_event_type" AS "sub_event_type",
  "t0"."weapon" AS "weapon",
  "t0"."weapon_detail" AS "weapon_detail",
  "t0"."cluster_munition" AS "cluster_munition",
  "t0"."target_type" AS "target_type",
  "t0"."target_detail" AS "target_detail",
  "t0"."actor" AS "actor",
  "t0"."other_actor" AS "other_actor",
  "t0"."involved" AS "involved",
  "t0"."attribution_status" AS "attribution_status",
  "t0"."killed_low" AS "killed_low",
  "t0"."killed_best" AS "killed_best",
  "t0"."killed_high" AS "killed_high",
  "t0"."injured_low" AS "injured_low",
  "t0"."injured_best" AS "injured_best",
  "t0"."injured_high" AS "injured_high",
  "t0"."harm_manner" AS "harm_manner",
  "t0"."harm_status" AS "harm_status",
  "t0"."verification" AS "verification",
  "t0"."denial" AS "denial",
  "t0"."disagreement" AS "disagreement",
  "t0"."aggregate" AS "aggregate",
  "t0"."related_incidents" AS "related_incidents",
  "t0"."sensitivity" AS "sensitivity",
  "t0"."tags" AS "tags",
  "t0"."checked" AS "checked",
  "t0"."__order" AS "__order",
  "t0"."__harmed" AS "__harmed"
FROM "incidents" AS "t0"
WHERE
  "t0"."__order" IN {p2: Array(Nullable(Int64))};

-- sources
SELECT
  *
FROM (
  SELECT
    "t2"."source_id" AS "source_id",
    "t2"."publisher" AS "publisher",
    "t2"."title" AS "title",
    "t2"."author" AS "author",
    "t2"."published_on" AS "published_on",
    "t2"."url" AS "url",
    "t2"."archived_url" AS "archived_url",
    "t2"."language" AS "language",
    "t2"."kind" AS "kind",
    "t2"."checked" AS "checked",
    "t2"."note" AS "note"
  FROM "sources" AS "t2"
  LEFT SEMI JOIN (
    SELECT
      *
    FROM "claims" AS "t1"
    WHERE
      "t1"."__about" BETWEEN {p4_0: Int64} AND {p4_1: Int64}
  ) AS "t4"
    ON "t2"."source_id" = "t4"."source_id"
) AS "t5"
ORDER BY
  "t5"."source_id" ASC;

-- actors
SELECT
  *
FROM (
  SELECT
    "t1"."actor" AS "actor",
    COALESCE(SUM("t1"."__number"), 0) AS "incidents",
    SUM("t1"."killed_low") AS "killed_low",
    SUM("t1"."injured_low") AS "injured_low",
    CASE
      WHEN COALESCE(MAX(TRUE AND isNotNull("t1"."killed_low") AND isNull("t1"."killed_high")), FALSE)
      THEN CAST(NULL AS Nullable(Int64))
      ELSE sumIf("t1"."killed_high", TRUE)
    END AS "killed_high",
    CASE
      WHEN COALESCE(MAX(TRUE AND isNotNull("t1"."injured_low") AND isNull("t1"."injured_high")), FALSE)
      THEN CAST(NULL AS Nullable(Int64))
      ELSE sumIf("t1"."injured_high", TRUE)
    END AS "injured_high",
    COALESCE(sumIf("t1"."__number", isNotNull("t1"."killed_low")), 0) AS "killed_rows",
    COALESCE(sumIf("t1"."__number", isNotNull("t1"."injured_low")), 0) AS "injured_rows"
  FROM (
    SELECT
      "t0"."place_id" AS "place_id",
      "t0"."admin1" AS "admin1",
      "t0"."control" AS "control",
      "t0"."event_type" AS "event_type",
      "t0"."sub_event_type" AS "sub_event_type",
      "t0"."weapon" AS "weapon",
      "t0"."cluster_munition" AS "cluster_munition",
      "t0"."target_type" AS "target_type",
      "t0"."actor" AS "actor",
      "t0"."other_actor" AS "other_actor",
      "t0"."attribution_status" AS "attribution_status",
      "t0"."harm_manner" AS "harm_manner",
      "t0"."harm_status" AS "harm_status",
      "t0"."involved" AS "involved",
      "t0"."location_precision" AS "location_precision",
      "t0"."date_start" AS "date_start",
      "t0"."date_end" AS "date_end",
      "t0"."date_precision" AS "date_precision",
      "t0"."aggregate" AS "aggregate",
      "t0"."__x" AS "__x",
      "t0"."__y" AS "__y",
      "t0"."__harmed" AS "__harmed",
      "t0"."killed_low" AS "killed_low",
      "t0"."killed_high" AS "killed_high",
      "t0"."injured_low" AS "injured_low",
      "t0"."injured_high" AS "injured_high",
      "t0"."__order" AS "__order",
      "t0"."longitude" AS "longitude",
      "t0"."latitude" AS "latitude",
      "t0"."uncertainty_m" AS "uncertainty_m",
      1 AS "__number",
      "t0"."longitude" AS "__west",
      "t0"."latitude" AS "__south",
      "t0"."longitude" AS "__east",
      "t0"."latitude" AS "__north"
    FROM "incidents" AS "t0"
    WHERE
      COALESCE("t0"."aggregate", 'no') <> 'yes'
  ) AS "t1"
  GROUP BY
    "t1"."actor"
) AS "t2"
ORDER BY
  "t2"."incidents" DESC,
  "t2"."actor" ASC;

-- manner
WITH "t2" AS (
  SELECT
    "t0"."incident_id" AS "incident_id",
    COALESCE("t0"."control", '') AS "control",
    CASE
      WHEN "t0"."harm_manner" IN ('fire', 'close range', 'unknown')
      THEN "t0"."harm_manner"
      ELSE CAST(NULL AS Nullable(String))
    END AS "manner",
    "t0"."killed_low" AS "killed_low",
    COALESCE("t0"."killed_high", "t0"."killed_low") AS "killed_high",
    isNull("t0"."killed_high") AS "is_open"
  FROM "incidents" AS "t0"
  WHERE
    COALESCE("t0"."aggregate", 'no') <> 'yes'
    AND isNotNull("t0"."killed_low")
    AND COALESCE("t0"."killed_high", 1) > 0
)
SELECT
  "t11"."control" AS "control",
  "t11"."manner" AS "manner",
  SUM("t11"."killed_low") AS "killed_low",
  SUM("t11"."killed_high") AS "killed_high",
  SUM(CAST("t11"."is_open" AS Nullable(Int32))) AS "open_rows",
  CASE
    WHEN COUNT(*) > 50
    THEN CAST([] AS Array(Nullable(String)))
    ELSE groupArrayIf("t11"."incident_id", "t11"."is_blank" AND (
      "t11"."rank" < 50
    ))
  END AS "incident_ids"
FROM (
  SELECT
    "t10"."incident_id" AS "incident_id",
    "t10"."control" AS "control",
    "t10"."manner" AS "manner",
    "t10"."killed_low" AS "killed_low",
    "t10"."killed_high" AS "killed_high",
    "t10"."is_open" AS "is_open",
    ROW_NUMBER() OVER (
      PARTITION BY "t10"."control", "t10"."manner"
      ORDER BY "t10"."incident_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "rank",
    isNull("t10"."manner") OR (
      COALESCE("t10"."control", '-') = ''
    ) AS "is_blank"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t4"."incident_id" AS "incident_id",
        "t4"."control" AS "control",
        "t4"."manner" AS "manner",
        "t4"."killed_low" AS "killed_low",
        "t4"."killed_high" AS "killed_high",
        "t4"."is_open" AS "is_open"
      FROM "t2" AS "t4"
      LEFT SEMI JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t3"."control" AS "control",
            SUM("t3"."killed_low") AS "killed"
          FROM "t2" AS "t3"
          GROUP BY
            "t3"."control"
        ) AS "t5"
        ORDER BY
          "t5"."killed" DESC,
          "t5"."control" ASC
        LIMIT {p2: Int64}
        OFFSET 0
      ) AS "t8"
        ON "t4"."control" = "t8"."control"
    ) AS "t9"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t0"."incident_id" AS "incident_id",
        CAST(NULL AS Nullable(String)) AS "control",
        CASE
          WHEN "t0"."harm_manner" IN ('fire', 'close range', 'unknown')
          THEN "t0"."harm_manner"
          ELSE CAST(NULL AS Nullable(String))
        END AS "manner",
        "t0"."killed_low" AS "killed_low",
        COALESCE("t0"."killed_high", "t0"."killed_low") AS "killed_high",
        isNull("t0"."killed_high") AS "is_open"
      FROM "incidents" AS "t0"
      WHERE
        COALESCE("t0"."aggregate", 'no') <> 'yes'
        AND isNotNull("t0"."killed_low")
        AND COALESCE("t0"."killed_high", 1) > 0
    ) AS "t1"
  ) AS "t10"
) AS "t11"
GROUP BY
  "t11"."control",
  "t11"."manner";

-- moving
SELECT
  "t0"."__order" AS "__order"
FROM "incidents" AS "t0"
WHERE
  COALESCE("t0"."aggregate", 'no') <> 'yes' AND isNotNull("t0"."killed_low")
ORDER BY
  COALESCE("t0"."killed_high" - "t0"."killed_low", 0) DESC,
  "t0"."killed_low" DESC,
  "t0"."__order" ASC
LIMIT {p2: Int64}
OFFSET 0;

-- differing
SELECT
  COALESCE("t5"."__order", "t5"."__order_there") AS "__order",
  COALESCE("t5"."incident_id", "t5"."incident_id_there") AS "incident_id",
  isNotNull("t5"."incident_id") AS "here",
  isNotNull("t5"."incident_id_there") AS "there",
  "t5"."actor" AS "actor_here",
  "t5"."killed_low" AS "killed_low_here",
  "t5"."killed_best" AS "killed_best_here",
  "t5"."killed_high" AS "killed_high_here",
  "t5"."injured_low" AS "injured_low_here",
  "t5"."injured_best" AS "injured_best_here",
  "t5"."injured_high" AS "injured_high_here",
  "t5"."attribution_status" AS "attribution_status_here",
  "t5"."harm_status" AS "harm_status_here",
  "t5"."actor_there" AS "actor_there",
  "t5"."killed_low_there" AS "killed_low_there",
  "t5"."killed_best_there" AS "killed_best_there",
  "t5"."killed_high_there" AS "killed_high_there",
  "t5"."injured_low_there" AS "injured_low_there",
  "t5"."injured_best_there" AS "injured_best_there",
  "t5"."injured_high_there" AS "injured_high_there",
  "t5"."attribution_status_there" AS "attribution_status_there",
  "t5"."harm_status_there" AS "harm_status_there"
FROM (
  SELECT
    "t2"."__order" AS "__order",
    "t2"."incident_id" AS "incident_id",
    "t2"."actor" AS "actor",
    "t2"."killed_low" AS "killed_low",
    "t2"."killed_best" AS "killed_best",
    "t2"."killed_high" AS "killed_high",
    "t2"."injured_low" AS "injured_low",
    "t2"."injured_best" AS "injured_best",
    "t2"."injured_high" AS "injured_high",
    "t2"."attribution_status" AS "attribution_status",
    "t2"."harm_status" AS "harm_status",
    "t4"."__order" AS "__order_there",
    "t4"."incident_id" AS "incident_id_there",
    "t4"."actor" AS "actor_there",
    "t4"."killed_low" AS "killed_low_there",
    "t4"."killed_best" AS "killed_best_there",
    "t4"."killed_high" AS "killed_high_there",
    "t4"."injured_low" AS "injured_low_there",
    "t4"."injured_best" AS "injured_best_there",
    "t4"."injured_high" AS "injured_high_there",
    "t4"."attribution_status" AS "attribution_status_there",
    "t4"."harm_status" AS "harm_status_there"
  FROM (
    SELECT
      "t0"."__order" AS "__order",
      "t0"."incident_id" AS "incident_id",
      "t0"."actor" AS "actor",
      "t0"."killed_low" AS "killed_low",
      "t0"."killed_best" AS "killed_best",
      "t0"."killed_high" AS "killed_high",
      "t0"."injured_low" AS "injured_low",
      "t0"."injured_best" AS "injured_best",
      "t0"."injured_high" AS "injured_high",
      "t0"."attribution_status" AS "attribution_status",
      "t0"."harm_status" AS "harm_status"
    FROM "incidents" AS "t0"
  ) AS "t2"
  FULL OUTER JOIN (
    SELECT
      "t0"."__order" AS "__order",
      "t0"."incident_id" AS "incident_id",
      "t0"."__armenian_actor" AS "actor",
      "t0"."__armenian_killed_low" AS "killed_low",
      "t0"."__armenian_killed_best" AS "killed_best",
      "t0"."__armenian_killed_high" AS "killed_high",
      "t0"."__armenian_injured_low" AS "injured_low",
      "t0"."__armenian_injured_best" AS "injured_best",
      "t0"."__armenian_injured_high" AS "injured_high",
      "t0"."__armenian_attribution_status" AS "attribution_status",
      "t0"."__armenian_harm_status" AS "harm_status"
    FROM "incidents" AS "t0"
    WHERE
      "t0"."__armenian_says" AND "t0"."__armenian_harmed" >= {p2_min_harmed: Int64}
  ) AS "t4"
    ON "t2"."__order" = "t4"."__order"
) AS "t5"
WHERE
  NOT (
    "t5"."incident_id" IS NOT DISTINCT FROM "t5"."incident_id_there"
  )
  OR NOT (
    "t5"."actor" IS NOT DISTINCT FROM "t5"."actor_there"
  )
  OR NOT (
    "t5"."killed_low" IS NOT DISTINCT FROM "t5"."killed_low_there"
  )
  OR NOT (
    "t5"."killed_best" IS NOT DISTINCT FROM "t5"."killed_best_there"
  )
  OR NOT (
    "t5"."killed_high" IS NOT DISTINCT FROM "t5"."killed_high_there"
  )
  OR NOT (
    "t5"."injured_low" IS NOT DISTINCT FROM "t5"."injured_low_there"
  )
  OR NOT (
    "t5"."injured_best" IS NOT DISTINCT FROM "t5"."injured_best_there"
  )
  OR NOT (
    "t5"."injured_high" IS NOT DISTINCT FROM "t5"."injured_high_there"
  )
  OR NOT (
    "t5"."attribution_status" IS NOT DISTINCT FROM "t5"."attribution_status_there"
  )
  OR NOT (
    "t5"."harm_status" IS NOT DISTINCT FROM "t5"."harm_status_there"
  )
ORDER BY
  CASE
    WHEN isNotNull("t5"."incident_id") AND isNotNull("t5"."incident_id_there")
    THEN 0
    ELSE 1
  END ASC,
  COALESCE("t5"."__order", "t5"."__order_there") ASC
LIMIT {p3: Int64}
OFFSET 0;

-- robust
SELECT
  COALESCE(sumIf("t1"."incidents", "t1"."in_0"), 0) AS "0_incidents",
  COALESCE(sumIf("t1"."stated", "t1"."in_0"), 0) AS "0_stated",
  sumIf("t1"."killed_low", "t1"."in_0") AS "0_killed_low",
  sumIf("t1"."killed_high", "t1"."in_0") AS "0_killed_high",
  sumIf("t1"."best", "t1"."in_0") AS "0_best",
  COALESCE(sumIf("t1"."best_rows", "t1"."in_0"), 0) AS "0_best_rows",
  COALESCE(sumIf("t1"."open_rows", "t1"."in_0"), 0) AS "0_open_rows",
  COALESCE(sumIf("t1"."incidents", "t1"."in_1"), 0) AS "1_incidents",
  COALESCE(sumIf("t1"."stated", "t1"."in_1"), 0) AS "1_stated",
  sumIf("t1"."killed_low", "t1"."in_1") AS "1_killed_low",
  sumIf("t1"."killed_high", "t1"."in_1") AS "1_killed_high",
  sumIf("t1"."best", "t1"."in_1") AS "1_best",
  COALESCE(sumIf("t1"."best_rows", "t1"."in_1"), 0) AS "1_best_rows",
  COALESCE(sumIf("t1"."open_rows", "t1"."in_1"), 0) AS "1_open_rows",
  COALESCE(sumIf("t1"."incidents", "t1"."in_2"), 0) AS "2_incidents",
  COALESCE(sumIf("t1"."stated", "t1"."in_2"), 0) AS "2_stated",
  sumIf("t1"."killed_low", "t1"."in_2") AS "2_killed_low",
  sumIf("t1"."killed_high", "t1"."in_2") AS "2_killed_high",
  sumIf("t1"."best", "t1"."in_2") AS "2_best",
  COALESCE(sumIf("t1"."best_rows", "t1"."in_2"), 0) AS "2_best_rows",
  COALESCE(sumIf("t1"."open_rows", "t1"."in_2"), 0) AS "2_open_rows",
  COALESCE(sumIf("t1"."incidents", "t1"."in_3"), 0) AS "3_incidents",
  COALESCE(sumIf("t1"."stated", "t1"."in_3"), 0) AS "3_stated",
  sumIf("t1"."killed_low", "t1"."in_3") AS "3_killed_low",
  sumIf("t1"."killed_high", "t1"."in_3") AS "3_killed_high",
  sumIf("t1"."best", "t1"."in_3") AS "3_best",
  COALESCE(sumIf("t1"."best_rows", "t1"."in_3"), 0) AS "3_best_rows",
  COALESCE(sumIf("t1"."open_rows", "t1"."in_3"), 0) AS "3_open_rows",
  COALESCE(sumIf("t1"."incidents", "t1"."in_4"), 0) AS "4_incidents",
  COALESCE(sumIf("t1"."stated", "t1"."in_4"), 0) AS "4_stated",
  sumIf("t1"."killed_low", "t1"."in_4") AS "4_killed_low",
  sumIf("t1"."killed_high", "t1"."in_4") AS "4_killed_high",
  sumIf("t1"."best", "t1"."in_4") AS "4_best",
  COALESCE(sumIf("t1"."best_rows", "t1"."in_4"), 0) AS "4_best_rows",
  COALESCE(sumIf("t1"."open_rows", "t1"."in_4"), 0) AS "4_open_rows",
  COALESCE(sumIf("t1"."incidents", "t1"."in_5"), 0) AS "5_incidents",
  COALESCE(sumIf("t1"."stated", "t1"."in_5"), 0) AS "5_stated",
  sumIf("t1"."killed_low", "t1"."in_5") AS "5_killed_low",
  sumIf("t1"."killed_high", "t1"."in_5") AS "5_killed_high",
  sumIf("t1"."best", "t1"."in_5") AS "5_best",
  COALESCE(sumIf("t1"."best_rows", "t1"."in_5"), 0) AS "5_best_rows",
  COALESCE(sumIf("t1"."open_rows", "t1"."in_5"), 0) AS "5_open_rows",
  COALESCE(sumIf("t1"."incidents", "t1"."in_6"), 0) AS "6_incidents",
  COALESCE(sumIf("t1"."stated", "t1"."in_6"), 0) AS "6_stated",
  sumIf("t1"."killed_low", "t1"."in_6") AS "6_killed_low",
  sumIf("t1"."killed_high", "t1"."in_6") AS "6_killed_high",
  sumIf("t1"."best", "t1"."in_6") AS "6_best",
  COALESCE(sumIf("t1"."best_rows", "t1"."in_6"), 0) AS "6_best_rows",
  COALESCE(sumIf("t1"."open_rows", "t1"."in_6"), 0) AS "6_open_rows"
FROM (
  SELECT
    TRUE AND (
      COALESCE("t0"."aggregate", 'no') <> 'yes'
    ) AS "in_0",
    TRUE
    AND (
      "t0"."harm_status" IN {p3_harm_status: Array(Nullable(String))}
      OR (
        NOT (
          COALESCE("t0"."harm_status", '') <> ''
        )
        AND COALESCE("t0"."harm_status", '') IN {p3_harm_status: Array(Nullable(String))}
      )
    )
    AND (
      COALESCE("t0"."aggregate", 'no') <> 'yes'
    ) AS "in_1",
    TRUE
    AND NOT (
      (
        "t0"."__denied" > 0
      )
      OR (
        COALESCE("t0"."attribution_status", '') = 'contested'
      )
      OR (
        COALESCE("t0"."harm_status", '') = 'contested'
      )
    )
    AND (
      COALESCE("t0"."aggregate", 'no') <> 'yes'
    ) AS "in_2",
    TRUE
    AND (
      "t0"."harm_status" IN {p5_harm_status: Array(Nullable(String))}
      OR (
        NOT (
          COALESCE("t0"."harm_status", '') <> ''
        )
        AND COALESCE("t0"."harm_status", '') IN {p5_harm_status: Array(Nullable(String))}
      )
    )
    AND (
      COALESCE("t0"."aggregate", 'no') <> 'yes'
    ) AS "in_3",
    TRUE
    AND (
      "t0"."harm_status" IN {p6_harm_status: Array(Nullable(String))}
      OR (
        NOT (
          COALESCE("t0"."harm_status", '') <> ''
        )
        AND COALESCE("t0"."harm_status", '') IN {p6_harm_status: Array(Nullable(String))}
      )
    )
    AND (
      COALESCE("t0"."aggregate", 'no') <> 'yes'
    ) AS "in_4",
    TRUE
    AND (
      "t0"."__independent" >= {p7_min_sources: Int64}
    )
    AND (
      COALESCE("t0"."aggregate", 'no') <> 'yes'
    ) AS "in_5",
    TRUE AS "in_6",
    COUNT(*) AS "incidents",
    COUNT("t0"."killed_low") AS "stated",
    SUM("t0"."killed_low") AS "killed_low",
    SUM(COALESCE("t0"."killed_high", "t0"."killed_low")) AS "killed_high",
    SUM("t0"."killed_best") AS "best",
    COUNT("t0"."killed_best") AS "best_rows",
    countIf(isNotNull("t0"."killed_low") AND isNull("t0"."killed_high")) AS "open_rows"
  FROM "incidents" AS "t0"
  GROUP BY
    TRUE AND (
      COALESCE("t0"."aggregate", 'no') <> 'yes'
    ),
    TRUE
    AND (
      "t0"."harm_status" IN {p3_harm_status: Array(Nullable(String))}
      OR (
        NOT (
          COALESCE("t0"."harm_status", '') <> ''
        )
        AND COALESCE("t0"."harm_status", '') IN {p3_harm_status: Array(Nullable(String))}
      )
    )
    AND (
      COALESCE("t0"."aggregate", 'no') <> 'yes'
    ),
    TRUE
    AND NOT (
      (
        "t0"."__denied" > 0
      )
      OR (
        COALESCE("t0"."attribution_status", '') = 'contested'
      )
      OR (
        COALESCE("t0"."harm_status", '') = 'contested'
      )
    )
    AND (
      COALESCE("t0"."aggregate", 'no') <> 'yes'
    ),
    TRUE
    AND (
      "t0"."harm_status" IN {p5_harm_status: Array(Nullable(String))}
      OR (
        NOT (
          COALESCE("t0"."harm_status", '') <> ''
        )
        AND COALESCE("t0"."harm_status", '') IN {p5_harm_status: Array(Nullable(String))}
      )
    )
    AND (
      COALESCE("t0"."aggregate", 'no') <> 'yes'
    ),
    TRUE
    AND (
      "t0"."harm_status" IN {p6_harm_status: Array(Nullable(String))}
      OR (
        NOT (
          COALESCE("t0"."harm_status", '') <> ''
        )
        AND COALESCE("t0"."harm_status", '') IN {p6_harm_status: Array(Nullable(String))}
      )
    )
    AND (
      COALESCE("t0"."aggregate", 'no') <> 'yes'
    ),
    TRUE
    AND (
      "t0"."__independent" >= {p7_min_sources: Int64}
    )
    AND (
      COALESCE("t0"."aggregate", 'no') <> 'yes'
    ),
    TRUE
) AS "t1";

-- totals of a choice
SELECT
  COALESCE(SUM("t1"."__number"), 0) AS "matched",
  COALESCE(sumIf("t1"."__number", COALESCE("t1"."aggregate", 'no') <> 'yes'), 0) AS "incidents",
  COALESCE(sumIf("t1"."__number", NOT (
    COALESCE("t1"."aggregate", 'no') <> 'yes'
  )), 0) AS "aggregates",
  COALESCE(
    sumIf(
      "t1"."__number",
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      ) AND isNotNull("t1"."__south")
    ),
    0
  ) AS "located",
  COALESCE(sumIf("t1"."__number", NOT (
    isNotNull("t1"."__south")
  )), 0) AS "unlocated",
  COALESCE(
    sumIf("t1"."__number", (
      COALESCE("t1"."aggregate", 'no') <> 'yes'
    ) AND FALSE),
    0
  ) AS "beyond_period",
  COALESCE(
    sumIf(
      "t1"."__number",
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      ) AND isNotNull("t1"."killed_low")
    ),
    0
  ) AS "killed_rows",
  COALESCE(
    sumIf(
      "t1"."__number",
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      ) AND isNotNull("t1"."injured_low")
    ),
    0
  ) AS "injured_rows",
  LEAST(
    COALESCE(
      minIf(
        "t1"."date_start",
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND NOT (
          COALESCE("t1"."date_precision", '1') IN ('4', '5')
        )
      ),
      minIf("t1"."date_start", COALESCE("t1"."aggregate", 'no') <> 'yes'),
      MIN("t1"."date_start")
    ),
    COALESCE(
      minIf("t1"."date_end", COALESCE("t1"."aggregate", 'no') <> 'yes'),
      MIN("t1"."date_end")
    )
  ) AS "first",
  GREATEST(
    COALESCE(
      maxIf(
        "t1"."date_end",
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND NOT (
          COALESCE("t1"."date_precision", '1') IN ('4', '5')
        )
      ),
      maxIf("t1"."date_end", COALESCE("t1"."aggregate", 'no') <> 'yes'),
      MAX("t1"."date_end")
    ),
    COALESCE(
      maxIf("t1"."date_start", COALESCE("t1"."aggregate", 'no') <> 'yes'),
      MAX("t1"."date_start")
    )
  ) AS "last",
  sumIf("t1"."killed_low", COALESCE("t1"."aggregate", 'no') <> 'yes') AS "killed_low",
  CASE
    WHEN COALESCE(
      MAX(
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND isNotNull("t1"."killed_low")
        AND isNull("t1"."killed_high")
      ),
      FALSE
    )
    THEN CAST(NULL AS Nullable(Int64))
    ELSE sumIf("t1"."killed_high", COALESCE("t1"."aggregate", 'no') <> 'yes')
  END AS "killed_high",
  sumIf("t1"."injured_low", COALESCE("t1"."aggregate", 'no') <> 'yes') AS "injured_low",
  CASE
    WHEN COALESCE(
      MAX(
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND isNotNull("t1"."injured_low")
        AND isNull("t1"."injured_high")
      ),
      FALSE
    )
    THEN CAST(NULL AS Nullable(Int64))
    ELSE sumIf("t1"."injured_high", COALESCE("t1"."aggregate", 'no') <> 'yes')
  END AS "injured_high"
FROM (
  SELECT
    "t0"."place_id" AS "place_id",
    "t0"."admin1" AS "admin1",
    "t0"."control" AS "control",
    "t0"."event_type" AS "event_type",
    "t0"."sub_event_type" AS "sub_event_type",
    "t0"."weapon" AS "weapon",
    "t0"."cluster_munition" AS "cluster_munition",
    "t0"."target_type" AS "target_type",
    "t0"."__armenian_actor" AS "actor",
    "t0"."other_actor" AS "other_actor",
    "t0"."__armenian_attribution_status" AS "attribution_status",
    "t0"."harm_manner" AS "harm_manner",
    "t0"."__armenian_harm_status" AS "harm_status",
    "t0"."involved" AS "involved",
    "t0"."location_precision" AS "location_precision",
    "t0"."date_start" AS "date_start",
    "t0"."date_end" AS "date_end",
    "t0"."date_precision" AS "date_precision",
    "t0"."aggregate" AS "aggregate",
    "t0"."__x" AS "__x",
    "t0"."__y" AS "__y",
    "t0"."__armenian_harmed" AS "__harmed",
    "t0"."__armenian_killed_low" AS "killed_low",
    "t0"."__armenian_killed_high" AS "killed_high",
    "t0"."__armenian_injured_low" AS "injured_low",
    "t0"."__armenian_injured_high" AS "injured_high",
    "t0"."__order" AS "__order",
    "t0"."longitude" AS "longitude",
    "t0"."latitude" AS "latitude",
    "t0"."uncertainty_m" AS "uncertainty_m",
    1 AS "__number",
    "t0"."longitude" AS "__west",
    "t0"."latitude" AS "__south",
    "t0"."longitude" AS "__east",
    "t0"."latitude" AS "__north"
  FROM "incidents" AS "t0"
  WHERE
    "t0"."__armenian_says"
    AND (
      "t0"."__armenian_actor" IN {p1_actor: Array(Nullable(String))}
      OR (
        NOT (
          COALESCE("t0"."__armenian_actor", '') <> ''
        )
        AND COALESCE("t0"."__armenian_actor", '') IN {p1_actor: Array(Nullable(String))}
      )
    )
    AND "t0"."__armenian_harmed" >= {p1_min_harmed: Int64}
    AND (
      (
        "t0"."__denied" > 0
      )
      OR (
        COALESCE("t0"."__armenian_attribution_status", '') = 'contested'
      )
      OR (
        COALESCE("t0"."__armenian_harm_status", '') = 'contested'
      )
    )
    AND "t0"."latitude" >= {p1_bbox_1: Float64}
    AND "t0"."latitude" <= {p1_bbox_3: Float64}
    AND (
      (
        (
          "t0"."longitude" >= {p1_bbox_0: Float64}
        )
        AND (
          "t0"."longitude" <= {p1_bbox_2: Float64}
        )
      )
      OR (
        (
          {p1_bbox_0: Float64} > {p1_bbox_2: Float64}
        )
        AND (
          (
            "t0"."longitude" >= {p1_bbox_0: Float64}
          )
          OR (
            "t0"."longitude" <= {p1_bbox_2: Float64}
          )
        )
      )
    )
    AND position("t0"."__search", {p1_q_0: String}) > 0
    AND position("t0"."__search", {p1_q_1: String}) > 0
) AS "t1";

-- Ibis 12.0.0, sqlglot 29.0.1

-- totals
SELECT
  COALESCE(SUM("t1"."__number"), 0) AS "matched",
  COALESCE(SUM("t1"."__number") FILTER(WHERE
    COALESCE("t1"."aggregate", 'no') <> 'yes'), 0) AS "incidents",
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      NOT (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      )),
    0
  ) AS "aggregates",
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      )
      AND (
        "t1"."__south" IS NOT NULL
      )),
    0
  ) AS "located",
  COALESCE(SUM("t1"."__number") FILTER(WHERE
    NOT (
      "t1"."__south" IS NOT NULL
    )), 0) AS "unlocated",
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      ) AND FALSE),
    0
  ) AS "beyond_period",
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      )
      AND (
        "t1"."killed_low" IS NOT NULL
      )),
    0
  ) AS "killed_rows",
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      )
      AND (
        "t1"."injured_low" IS NOT NULL
      )),
    0
  ) AS "injured_rows",
  LEAST(
    COALESCE(
      MIN("t1"."date_start") FILTER(WHERE
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND NOT (
          COALESCE("t1"."date_precision", '1') IN ('4', '5')
        )),
      MIN("t1"."date_start") FILTER(WHERE
        COALESCE("t1"."aggregate", 'no') <> 'yes'),
      MIN("t1"."date_start")
    ),
    COALESCE(
      MIN("t1"."date_end") FILTER(WHERE
        COALESCE("t1"."aggregate", 'no') <> 'yes'),
      MIN("t1"."date_end")
    )
  ) AS "first",
  GREATEST(
    COALESCE(
      MAX("t1"."date_end") FILTER(WHERE
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND NOT (
          COALESCE("t1"."date_precision", '1') IN ('4', '5')
        )),
      MAX("t1"."date_end") FILTER(WHERE
        COALESCE("t1"."aggregate", 'no') <> 'yes'),
      MAX("t1"."date_end")
    ),
    COALESCE(
      MAX("t1"."date_start") FILTER(WHERE
        COALESCE("t1"."aggregate", 'no') <> 'yes'),
      MAX("t1"."date_start")
    )
  ) AS "last",
  SUM("t1"."killed_low") FILTER(WHERE
    COALESCE("t1"."aggregate", 'no') <> 'yes') AS "killed_low",
  IF(
    COALESCE(
      BOOL_OR(
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND (
          "t1"."killed_low" IS NOT NULL
        )
        AND (
          "t1"."killed_high" IS NULL
        )
      ),
      FALSE
    ),
    CAST(NULL AS BIGINT),
    SUM("t1"."killed_high") FILTER(WHERE
      COALESCE("t1"."aggregate", 'no') <> 'yes')
  ) AS "killed_high",
  SUM("t1"."injured_low") FILTER(WHERE
    COALESCE("t1"."aggregate", 'no') <> 'yes') AS "injured_low",
  IF(
    COALESCE(
      BOOL_OR(
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND (
          "t1"."injured_low" IS NOT NULL
        )
        AND (
          "t1"."injured_high" IS NULL
        )
      ),
      FALSE
    ),
    CAST(NULL AS BIGINT),
    SUM("t1"."injured_high") FILTER(WHERE
      COALESCE("t1"."aggregate", 'no') <> 'yes')
  ) AS "injured_high"
FROM (
  SELECT
    "t0"."place_id",
    "t0"."admin1",
    "t0"."control",
    "t0"."event_type",
    "t0"."sub_event_type",
    "t0"."weapon",
    "t0"."cluster_munition",
    "t0"."target_type",
    "t0"."actor",
    "t0"."other_actor",
    "t0"."attribution_status",
    "t0"."harm_manner",
    "t0"."harm_status",
    "t0"."involved",
    "t0"."location_precision",
    "t0"."date_start",
    "t0"."date_end",
    "t0"."date_precision",
    "t0"."aggregate",
    "t0"."__x",
    "t0"."__y",
    "t0"."__harmed",
    "t0"."killed_low",
    "t0"."killed_high",
    "t0"."injured_low",
    "t0"."injured_high",
    "t0"."__order",
    "t0"."longitude",
    "t0"."latitude",
    "t0"."uncertainty_m",
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
      "t11"."__order",
      "t11"."__number",
      "t11"."single",
      IF(_u.pos = _u_2.pos_2, _u_2."value") AS "value"
    FROM (
      SELECT
        "t0"."__order",
        1 AS "__number",
        "t0"."place_id",
        "t0"."admin1",
        "t0"."control",
        "t0"."event_type",
        "t0"."sub_event_type",
        "t0"."weapon",
        "t0"."cluster_munition",
        "t0"."target_type",
        "t0"."actor",
        "t0"."other_actor",
        "t0"."attribution_status",
        "t0"."harm_manner",
        "t0"."harm_status",
        "t0"."involved",
        COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single"
      FROM "incidents" AS "t0"
      WHERE
        "t0"."other_actor" IS NOT NULL
    ) AS "t11"
    CROSS JOIN UNNEST(SEQUENCE(1, GREATEST(CARDINALITY(SPLIT("t11"."other_actor", ';'))))) AS _u(pos)
    CROSS JOIN UNNEST(SPLIT("t11"."other_actor", ';')) WITH ORDINALITY AS _u_2("value", pos_2)
    WHERE
      _u.pos = _u_2.pos_2
      OR (
        _u.pos > CARDINALITY(SPLIT("t11"."other_actor", ';'))
        AND _u_2.pos_2 = CARDINALITY(SPLIT("t11"."other_actor", ';'))
      )
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
                              "t30"."value",
                              "t30"."n",
                              "t30"."aggregates"
                            FROM (
                              SELECT
                                "t16"."value",
                                COALESCE(SUM("t16"."__number") FILTER(WHERE
                                  "t16"."single"), 0) AS "n",
                                COALESCE(SUM("t16"."__number") FILTER(WHERE
                                  NOT (
                                    "t16"."single"
                                  )), 0) AS "aggregates"
                              FROM (
                                SELECT
                                  "t0"."__order",
                                  1 AS "__number",
                                  COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                                  "t0"."place_id" AS "value"
                                FROM "incidents" AS "t0"
                              ) AS "t16"
                              GROUP BY
                                1
                            ) AS "t30"
                          ) AS "t44"
                          UNION ALL
                          SELECT
                            *
                          FROM (
                            SELECT
                              'admin1' AS "facet",
                              "t31"."value",
                              "t31"."n",
                              "t31"."aggregates"
                            FROM (
                              SELECT
                                "t17"."value",
                                COALESCE(SUM("t17"."__number") FILTER(WHERE
                                  "t17"."single"), 0) AS "n",
                                COALESCE(SUM("t17"."__number") FILTER(WHERE
                                  NOT (
                                    "t17"."single"
                                  )), 0) AS "aggregates"
                              FROM (
                                SELECT
                                  "t0"."__order",
                                  1 AS "__number",
                                  COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                                  "t0"."admin1" AS "value"
                                FROM "incidents" AS "t0"
                              ) AS "t17"
                              GROUP BY
                                1
                            ) AS "t31"
                          ) AS "t45"
                        ) AS "t47"
                        UNION ALL
                        SELECT
                          *
                        FROM (
                          SELECT
                            'control' AS "facet",
                            "t29"."value",
                            "t29"."n",
                            "t29"."aggregates"
                          FROM (
                            SELECT
                              "t15"."value",
                              COALESCE(SUM("t15"."__number") FILTER(WHERE
                                "t15"."single"), 0) AS "n",
                              COALESCE(SUM("t15"."__number") FILTER(WHERE
                                NOT (
                                  "t15"."single"
                                )), 0) AS "aggregates"
                            FROM (
                              SELECT
                                "t0"."__order",
                                1 AS "__number",
                                COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                                "t0"."control" AS "value"
                              FROM "incidents" AS "t0"
                            ) AS "t15"
                            GROUP BY
                              1
                          ) AS "t29"
                        ) AS "t43"
                      ) AS "t50"
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          'event_type' AS "facet",
                          "t28"."value",
                          "t28"."n",
                          "t28"."aggregates"
                        FROM (
                          SELECT
                            "t14"."value",
                            COALESCE(SUM("t14"."__number") FILTER(WHERE
                              "t14"."single"), 0) AS "n",
                            COALESCE(SUM("t14"."__number") FILTER(WHERE
                              NOT (
                                "t14"."single"
                              )), 0) AS "aggregates"
                          FROM (
                            SELECT
                              "t0"."__order",
                              1 AS "__number",
                              COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                              "t0"."event_type" AS "value"
                            FROM "incidents" AS "t0"
                          ) AS "t14"
                          GROUP BY
                            1
                        ) AS "t28"
                      ) AS "t42"
                    ) AS "t52"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        'sub_event_type' AS "facet",
                        "t27"."value",
                        "t27"."n",
                        "t27"."aggregates"
                      FROM (
                        SELECT
                          "t13"."value",
                          COALESCE(SUM("t13"."__number") FILTER(WHERE
                            "t13"."single"), 0) AS "n",
                          COALESCE(SUM("t13"."__number") FILTER(WHERE
                            NOT (
                              "t13"."single"
                            )), 0) AS "aggregates"
                        FROM (
                          SELECT
                            "t0"."__order",
                            1 AS "__number",
                            COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                            "t0"."sub_event_type" AS "value"
                          FROM "incidents" AS "t0"
                        ) AS "t13"
                        GROUP BY
                          1
                      ) AS "t27"
                    ) AS "t41"
                  ) AS "t55"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      'weapon' AS "facet",
                      "t26"."value",
                      "t26"."n",
                      "t26"."aggregates"
                    FROM (
                      SELECT
                        "t12"."value",
                        COALESCE(SUM("t12"."__number") FILTER(WHERE
                          "t12"."single"), 0) AS "n",
                        COALESCE(SUM("t12"."__number") FILTER(WHERE
                          NOT (
                            "t12"."single"
                          )), 0) AS "aggregates"
                      FROM (
                        SELECT
                          "t0"."__order",
                          1 AS "__number",
                          COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                          "t0"."weapon" AS "value"
                        FROM "incidents" AS "t0"
                      ) AS "t12"
                      GROUP BY
                        1
                    ) AS "t26"
                  ) AS "t40"
                ) AS "t56"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    'cluster_munition' AS "facet",
                    "t25"."value",
                    "t25"."n",
                    "t25"."aggregates"
                  FROM (
                    SELECT
                      "t10"."value",
                      COALESCE(SUM("t10"."__number") FILTER(WHERE
                        "t10"."single"), 0) AS "n",
                      COALESCE(SUM("t10"."__number") FILTER(WHERE
                        NOT (
                          "t10"."single"
                        )), 0) AS "aggregates"
                    FROM (
                      SELECT
                        "t0"."__order",
                        1 AS "__number",
                        COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                        "t0"."cluster_munition" AS "value"
                      FROM "incidents" AS "t0"
                    ) AS "t10"
                    GROUP BY
                      1
                  ) AS "t25"
                ) AS "t38"
              ) AS "t58"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'target_type' AS "facet",
                  "t24"."value",
                  "t24"."n",
                  "t24"."aggregates"
                FROM (
                  SELECT
                    "t8"."value",
                    COALESCE(SUM("t8"."__number") FILTER(WHERE
                      "t8"."single"), 0) AS "n",
                    COALESCE(SUM("t8"."__number") FILTER(WHERE
                      NOT (
                        "t8"."single"
                      )), 0) AS "aggregates"
                  FROM (
                    SELECT
                      "t0"."__order",
                      1 AS "__number",
                      COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                      "t0"."target_type" AS "value"
                    FROM "incidents" AS "t0"
                  ) AS "t8"
                  GROUP BY
                    1
                ) AS "t24"
              ) AS "t37"
            ) AS "t59"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'actor' AS "facet",
                "t23"."value",
                "t23"."n",
                "t23"."aggregates"
              FROM (
                SELECT
                  "t6"."value",
                  COALESCE(SUM("t6"."__number") FILTER(WHERE
                    "t6"."single"), 0) AS "n",
                  COALESCE(SUM("t6"."__number") FILTER(WHERE
                    NOT (
                      "t6"."single"
                    )), 0) AS "aggregates"
                FROM (
                  SELECT
                    "t0"."__order",
                    1 AS "__number",
                    COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                    "t0"."actor" AS "value"
                  FROM "incidents" AS "t0"
                ) AS "t6"
                GROUP BY
                  1
              ) AS "t23"
            ) AS "t35"
          ) AS "t60"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              'other_actor' AS "facet",
              "t61"."value",
              "t61"."n",
              "t61"."aggregates"
            FROM (
              SELECT
                "t54"."value",
                COALESCE(SUM("t54"."__number") FILTER(WHERE
                  "t54"."single"), 0) AS "n",
                COALESCE(SUM("t54"."__number") FILTER(WHERE
                  NOT (
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
                      "t0"."__order",
                      1 AS "__number",
                      COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                      CAST(NULL AS VARCHAR) AS "value"
                    FROM "incidents" AS "t0"
                    WHERE
                      "t0"."other_actor" IS NULL
                  ) AS "t9"
                ) AS "t49"
              ) AS "t54"
              GROUP BY
                1
            ) AS "t61"
          ) AS "t63"
        ) AS "t64"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            'attribution_status' AS "facet",
            "t22"."value",
            "t22"."n",
            "t22"."aggregates"
          FROM (
            SELECT
              "t4"."value",
              COALESCE(SUM("t4"."__number") FILTER(WHERE
                "t4"."single"), 0) AS "n",
              COALESCE(SUM("t4"."__number") FILTER(WHERE
                NOT (
                  "t4"."single"
                )), 0) AS "aggregates"
            FROM (
              SELECT
                "t0"."__order",
                1 AS "__number",
                COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                "t0"."attribution_status" AS "value"
              FROM "incidents" AS "t0"
            ) AS "t4"
            GROUP BY
              1
          ) AS "t22"
        ) AS "t34"
      ) AS "t66"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          'harm_manner' AS "facet",
          "t21"."value",
          "t21"."n",
          "t21"."aggregates"
        FROM (
          SELECT
            "t2"."value",
            COALESCE(SUM("t2"."__number") FILTER(WHERE
              "t2"."single"), 0) AS "n",
            COALESCE(SUM("t2"."__number") FILTER(WHERE
              NOT (
                "t2"."single"
              )), 0) AS "aggregates"
          FROM (
            SELECT
              "t0"."__order",
              1 AS "__number",
              COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
              "t0"."harm_manner" AS "value"
            FROM "incidents" AS "t0"
          ) AS "t2"
          GROUP BY
            1
        ) AS "t21"
      ) AS "t33"
    ) AS "t67"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        'harm_status' AS "facet",
        "t20"."value",
        "t20"."n",
        "t20"."aggregates"
      FROM (
        SELECT
          "t1"."value",
          COALESCE(SUM("t1"."__number") FILTER(WHERE
            "t1"."single"), 0) AS "n",
          COALESCE(SUM("t1"."__number") FILTER(WHERE
            NOT (
              "t1"."single"
            )), 0) AS "aggregates"
        FROM (
          SELECT
            "t0"."__order",
            1 AS "__number",
            COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
            "t0"."harm_status" AS "value"
          FROM "incidents" AS "t0"
        ) AS "t1"
        GROUP BY
          1
      ) AS "t20"
    ) AS "t32"
  ) AS "t68"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      'involving' AS "facet",
      "t62"."value",
      "t62"."n",
      "t62"."aggregates"
    FROM (
      SELECT
        "t57"."value",
        COALESCE(SUM("t57"."__number") FILTER(WHERE
          "t57"."single"), 0) AS "n",
        COALESCE(SUM("t57"."__number") FILTER(WHERE
          NOT (
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
                  "t0"."__order",
                  1 AS "__number",
                  COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
                  "t0"."actor" AS "value"
                FROM "incidents" AS "t0"
                WHERE
                  "t0"."actor" IS NOT NULL
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
                  "t7"."__order",
                  "t7"."__number",
                  "t7"."single",
                  IF(_u.pos = _u_2.pos_2, _u_2."value") AS "value"
                FROM (
                  SELECT
                    "t0"."__order",
                    1 AS "__number",
                    "t0"."place_id",
                    "t0"."admin1",
                    "t0"."control",
                    "t0"."event_type",
                    "t0"."sub_event_type",
                    "t0"."weapon",
                    "t0"."cluster_munition",
                    "t0"."target_type",
                    "t0"."actor",
                    "t0"."other_actor",
                    "t0"."attribution_status",
                    "t0"."harm_manner",
                    "t0"."harm_status",
                    "t0"."involved",
                    COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single"
                  FROM "incidents" AS "t0"
                  WHERE
                    "t0"."involved" IS NOT NULL
                ) AS "t7"
                CROSS JOIN UNNEST(SEQUENCE(1, GREATEST(CARDINALITY(SPLIT("t7"."involved", ';'))))) AS _u(pos)
                CROSS JOIN UNNEST(SPLIT("t7"."involved", ';')) WITH ORDINALITY AS _u_2("value", pos_2)
                WHERE
                  _u.pos = _u_2.pos_2
                  OR (
                    _u.pos > CARDINALITY(SPLIT("t7"."involved", ';'))
                    AND _u_2.pos_2 = CARDINALITY(SPLIT("t7"."involved", ';'))
                  )
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
              "t0"."__order",
              1 AS "__number",
              COALESCE("t0"."aggregate", 'no') <> 'yes' AS "single",
              CAST(NULL AS VARCHAR) AS "value"
            FROM "incidents" AS "t0"
            WHERE
              "t0"."actor" IS NULL AND "t0"."other_actor" IS NULL AND "t0"."involved" IS NULL
          ) AS "t3"
        ) AS "t53"
      ) AS "t57"
      GROUP BY
        1
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
    "t2"."actor",
    "t2"."n",
    "t2"."killed_low",
    "t2"."killed_high",
    "t2"."killed_rows",
    "t2"."date_start",
    "t2"."date_end"
  FROM (
    SELECT
      CAST(FLOOR(
        CAST((
          DATE_DIFF(
            'DAY',
            DATE_TRUNC('DAY', FROM_ISO8601_DATE('2020-09-27')),
            DATE_TRUNC('DAY', "t1"."date_start")
          )
        ) AS DOUBLE) / (
          3
        )
      ) AS BIGINT) AS "bin_date_start",
      CAST(FLOOR(
        CAST((
          DATE_DIFF(
            'DAY',
            DATE_TRUNC('DAY', FROM_ISO8601_DATE('2020-09-27')),
            DATE_TRUNC('DAY', "t1"."date_end")
          )
        ) AS DOUBLE) / (
          3
        )
      ) AS BIGINT) AS "bin_date_end",
      "t1"."actor",
      COALESCE(SUM("t1"."__number"), 0) AS "n",
      SUM("t1"."killed_low") AS "killed_low",
      IF(
        COALESCE(
          BOOL_OR(
            TRUE AND (
              "t1"."killed_low" IS NOT NULL
            ) AND (
              "t1"."killed_high" IS NULL
            )
          ),
          FALSE
        ),
        CAST(NULL AS BIGINT),
        SUM("t1"."killed_high") FILTER(WHERE
          TRUE)
      ) AS "killed_high",
      COALESCE(SUM("t1"."__number") FILTER(WHERE
        "t1"."killed_low" IS NOT NULL), 0) AS "killed_rows",
      MIN("t1"."date_start") AS "date_start",
      MAX("t1"."date_end") AS "date_end"
    FROM (
      SELECT
        "t0"."place_id",
        "t0"."admin1",
        "t0"."control",
        "t0"."event_type",
        "t0"."sub_event_type",
        "t0"."weapon",
        "t0"."cluster_munition",
        "t0"."target_type",
        "t0"."actor",
        "t0"."other_actor",
        "t0"."attribution_status",
        "t0"."harm_manner",
        "t0"."harm_status",
        "t0"."involved",
        "t0"."location_precision",
        "t0"."date_start",
        "t0"."date_end",
        "t0"."date_precision",
        "t0"."aggregate",
        "t0"."__x",
        "t0"."__y",
        "t0"."__harmed",
        "t0"."killed_low",
        "t0"."killed_high",
        "t0"."injured_low",
        "t0"."injured_high",
        "t0"."__order",
        "t0"."longitude",
        "t0"."latitude",
        "t0"."uncertainty_m",
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
      1,
      2,
      3
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
    "t10"."cell",
    COUNT(DISTINCT "t10"."source_id") AS "sources",
    COUNT(DISTINCT "t10"."source_id") FILTER(WHERE
      "t10"."side" = 'one') AS "one",
    COUNT(DISTINCT "t10"."source_id") FILTER(WHERE
      "t10"."side" = 'other') AS "other"
  FROM (
    SELECT DISTINCT
      "t9"."source_id",
      "t9"."side",
      CAST(FLOOR(CAST((
        "t9"."start" + "t9"."step"
      ) AS DOUBLE) / (
        2
      )) AS BIGINT) AS "cell"
    FROM (
      SELECT
        "t8"."date_start",
        "t8"."date_end",
        "t8"."admin1",
        "t8"."longitude",
        "t8"."latitude",
        "t8"."position",
        "t8"."source_id",
        "t8"."about",
        "t8"."side",
        "t8"."start",
        "t8"."days",
        "t8"."end",
        "t8"."dated",
        IF(_u.pos = _u_2.pos_2, _u_2."step") AS "step"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t6"."date_start",
            "t6"."date_end",
            "t6"."admin1",
            "t6"."longitude",
            "t6"."latitude",
            "t6"."position",
            "t6"."source_id",
            "t6"."about",
            "t6"."side",
            DATE_DIFF(
              'DAY',
              DATE_TRUNC('DAY', FROM_ISO8601_DATE('2020-09-27')),
              DATE_TRUNC('DAY', "t6"."date_start")
            ) AS "start",
            IF(
              (
                DATE_DIFF('DAY', DATE_TRUNC('DAY', "t6"."date_start"), DATE_TRUNC('DAY', "t6"."date_end")) + 1
              ) <= 7,
              DATE_DIFF('DAY', DATE_TRUNC('DAY', "t6"."date_start"), DATE_TRUNC('DAY', "t6"."date_end")) + 1,
              1
            ) AS "days",
            (
              DATE_DIFF(
                'DAY',
                DATE_TRUNC('DAY', FROM_ISO8601_DATE('2020-09-27')),
                DATE_TRUNC('DAY', "t6"."date_start")
              ) + (
                DATE_DIFF('DAY', DATE_TRUNC('DAY', "t6"."date_start"), DATE_TRUNC('DAY', "t6"."date_end")) + 1
              )
            ) - 1 AS "end",
            DATE_DIFF('DAY', DATE_TRUNC('DAY', "t6"."date_start"), DATE_TRUNC('DAY', "t6"."date_end")) + 1 AS "dated"
          FROM (
            SELECT
              "t3"."date_start",
              "t3"."date_end",
              "t3"."admin1",
              "t3"."longitude",
              "t3"."latitude",
              "t3"."position",
              "t5"."source_id",
              "t5"."about",
              "t5"."side"
            FROM (
              SELECT
                "t0"."date_start",
                "t0"."date_end",
                "t0"."admin1",
                "t0"."longitude",
                "t0"."latitude",
                "t0"."__order" AS "position"
              FROM "incidents" AS "t0"
              WHERE
                COALESCE("t0"."aggregate", 'no') <> 'yes'
            ) AS "t3"
            INNER JOIN (
              SELECT
                "t1"."source_id",
                "t1"."__about" AS "about",
                COALESCE(
                  IF(
                    "t1"."claimant_side" IN ('one', 'other'),
                    "t1"."claimant_side",
                    CAST(NULL AS VARCHAR)
                  ),
                  'other'
                ) AS "side"
              FROM "claims" AS "t1"
              WHERE
                "t1"."source_id" IS NOT NULL
            ) AS "t5"
              ON "t3"."position" = "t5"."about"
          ) AS "t6"
        ) AS "t7"
        WHERE
          (
            "t7"."dated" <= 7
          )
          OR (
            CAST(FLOOR(CAST((
              "t7"."start"
            ) AS DOUBLE) / (
              2
            )) AS BIGINT) = CAST(FLOOR(CAST((
              "t7"."end"
            ) AS DOUBLE) / (
              2
            )) AS BIGINT)
          )
      ) AS "t8"
      CROSS JOIN UNNEST(SEQUENCE(
        1,
        GREATEST(
          CARDINALITY(
            IF(
              NULLIF(1, 0) IS NOT NULL AND SIGN(1) = SIGN("t8"."days" - 0),
              ARRAY_REMOVE(SEQUENCE(0, "t8"."days", 1), "t8"."days"),
              ARRAY[]
            )
          )
        )
      )) AS _u(pos)
      CROSS JOIN UNNEST(IF(
        NULLIF(1, 0) IS NOT NULL AND SIGN(1) = SIGN("t8"."days" - 0),
        ARRAY_REMOVE(SEQUENCE(0, "t8"."days", 1), "t8"."days"),
        ARRAY[]
      )) WITH ORDINALITY AS _u_2("step", pos_2)
      WHERE
        _u.pos = _u_2.pos_2
        OR (
          _u.pos > CARDINALITY(
            IF(
              NULLIF(1, 0) IS NOT NULL AND SIGN(1) = SIGN("t8"."days" - 0),
              ARRAY_REMOVE(SEQUENCE(0, "t8"."days", 1), "t8"."days"),
              ARRAY[]
            )
          )
          AND _u_2.pos_2 = CARDINALITY(
            IF(
              NULLIF(1, 0) IS NOT NULL AND SIGN(1) = SIGN("t8"."days" - 0),
              ARRAY_REMOVE(SEQUENCE(0, "t8"."days", 1), "t8"."days"),
              ARRAY[]
            )
          )
        )
    ) AS "t9"
    WHERE
      (
        "t9"."start" + "t9"."step"
      ) >= 0 AND (
        "t9"."start" + "t9"."step"
      ) <= 44
  ) AS "t10"
  GROUP BY
    1
) AS "t11"
ORDER BY
  "t11"."cell" ASC;

-- districts
SELECT
  *
FROM (
  SELECT
    "t6"."admin1",
    COUNT(DISTINCT "t6"."source_id") AS "sources",
    COUNT(DISTINCT "t6"."source_id") FILTER(WHERE
      "t6"."side" = 'one') AS "one",
    COUNT(DISTINCT "t6"."source_id") FILTER(WHERE
      "t6"."side" = 'other') AS "other",
    AVG("t6"."longitude") AS "longitude",
    AVG("t6"."latitude") AS "latitude"
  FROM (
    SELECT
      "t3"."date_start",
      "t3"."date_end",
      "t3"."admin1",
      "t3"."longitude",
      "t3"."latitude",
      "t3"."position",
      "t5"."source_id",
      "t5"."about",
      "t5"."side"
    FROM (
      SELECT
        "t0"."date_start",
        "t0"."date_end",
        "t0"."admin1",
        "t0"."longitude",
        "t0"."latitude",
        "t0"."__order" AS "position"
      FROM "incidents" AS "t0"
      WHERE
        COALESCE("t0"."aggregate", 'no') <> 'yes'
    ) AS "t3"
    INNER JOIN (
      SELECT
        "t1"."source_id",
        "t1"."__about" AS "about",
        COALESCE(
          IF(
            "t1"."claimant_side" IN ('one', 'other'),
            "t1"."claimant_side",
            CAST(NULL AS VARCHAR)
          ),
          'other'
        ) AS "side"
      FROM "claims" AS "t1"
      WHERE
        "t1"."source_id" IS NOT NULL
    ) AS "t5"
      ON "t3"."position" = "t5"."about"
  ) AS "t6"
  GROUP BY
    1
) AS "t7"
ORDER BY
  "t7"."admin1" ASC;

-- cells
SELECT
  CAST(FLOOR("t1"."__x" * CAST(@p3 AS BIGINT)) AS BIGINT) AS "gx",
  CAST(FLOOR("t1"."__y" * CAST(@p3 AS BIGINT)) AS BIGINT) AS "gy",
  "t1"."actor",
  COALESCE("t1"."location_precision", '') IN ('3', '4', '5', '6', '7') AS "vague",
  IF(
    COALESCE("t1"."location_precision", '') IN ('3', '4'),
    "t1"."admin1",
    CAST(NULL AS VARCHAR)
  ) AS "admin1",
  COALESCE(SUM("t1"."__number") FILTER(WHERE
    COALESCE("t1"."aggregate", 'no') <> 'yes'), 0) AS "n",
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      NOT (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      )),
    0
  ) AS "aggregates",
  MIN("t1"."__order") AS "first",
  SUM("t1"."__x") AS "sum_x",
  SUM("t1"."__y") AS "sum_y",
  MIN("t1"."__west") AS "west",
  MIN("t1"."__south") AS "south",
  MAX("t1"."__east") AS "east",
  MAX("t1"."__north") AS "north",
  MAX("t1"."uncertainty_m") AS "uncertainty_m",
  SUM("t1"."__harmed") FILTER(WHERE
    COALESCE("t1"."aggregate", 'no') <> 'yes') AS "harmed",
  SUM("t1"."killed_low") FILTER(WHERE
    COALESCE("t1"."aggregate", 'no') <> 'yes') AS "killed_low",
  IF(
    COALESCE(
      BOOL_OR(
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND (
          "t1"."killed_low" IS NOT NULL
        )
        AND (
          "t1"."killed_high" IS NULL
        )
      ),
      FALSE
    ),
    CAST(NULL AS BIGINT),
    SUM("t1"."killed_high") FILTER(WHERE
      COALESCE("t1"."aggregate", 'no') <> 'yes')
  ) AS "killed_high",
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      )
      AND (
        "t1"."killed_low" IS NOT NULL
      )),
    0
  ) AS "killed_rows"
FROM (
  SELECT
    "t0"."place_id",
    "t0"."admin1",
    "t0"."control",
    "t0"."event_type",
    "t0"."sub_event_type",
    "t0"."weapon",
    "t0"."cluster_munition",
    "t0"."target_type",
    "t0"."actor",
    "t0"."other_actor",
    "t0"."attribution_status",
    "t0"."harm_manner",
    "t0"."harm_status",
    "t0"."involved",
    "t0"."location_precision",
    "t0"."date_start",
    "t0"."date_end",
    "t0"."date_precision",
    "t0"."aggregate",
    "t0"."__x",
    "t0"."__y",
    "t0"."__harmed",
    "t0"."killed_low",
    "t0"."killed_high",
    "t0"."injured_low",
    "t0"."injured_high",
    "t0"."__order",
    "t0"."longitude",
    "t0"."latitude",
    "t0"."uncertainty_m",
    1 AS "__number",
    "t0"."longitude" AS "__west",
    "t0"."latitude" AS "__south",
    "t0"."longitude" AS "__east",
    "t0"."latitude" AS "__north"
  FROM "incidents" AS "t0"
  WHERE
    "t0"."latitude" >= CAST(@p2_1 AS DOUBLE)
    AND "t0"."latitude" <= CAST(@p2_3 AS DOUBLE)
    AND (
      (
        (
          "t0"."longitude" >= CAST(@p2_0 AS DOUBLE)
        )
        AND (
          "t0"."longitude" <= CAST(@p2_2 AS DOUBLE)
        )
      )
      OR (
        (
          CAST(@p2_0 AS DOUBLE) > CAST(@p2_2 AS DOUBLE)
        )
        AND (
          (
            "t0"."longitude" >= CAST(@p2_0 AS DOUBLE)
          )
          OR (
            "t0"."longitude" <= CAST(@p2_2 AS DOUBLE)
          )
        )
      )
    )
) AS "t1"
GROUP BY
  1,
  2,
  3,
  4,
  5;

-- cells around 180
SELECT
  CAST(FLOOR("t1"."__x" * CAST(@p3 AS BIGINT)) AS BIGINT) AS "gx",
  CAST(FLOOR("t1"."__y" * CAST(@p3 AS BIGINT)) AS BIGINT) AS "gy",
  "t1"."actor",
  COALESCE("t1"."location_precision", '') IN ('3', '4', '5', '6', '7') AS "vague",
  IF(
    COALESCE("t1"."location_precision", '') IN ('3', '4'),
    "t1"."admin1",
    CAST(NULL AS VARCHAR)
  ) AS "admin1",
  COALESCE(SUM("t1"."__number") FILTER(WHERE
    COALESCE("t1"."aggregate", 'no') <> 'yes'), 0) AS "n",
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      NOT (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      )),
    0
  ) AS "aggregates",
  MIN("t1"."__order") AS "first",
  SUM("t1"."__x") AS "sum_x",
  SUM("t1"."__y") AS "sum_y",
  MIN("t1"."__west") AS "west",
  MIN("t1"."__south") AS "south",
  MAX("t1"."__east") AS "east",
  MAX("t1"."__north") AS "north",
  MAX("t1"."uncertainty_m") AS "uncertainty_m",
  SUM("t1"."__harmed") FILTER(WHERE
    COALESCE("t1"."aggregate", 'no') <> 'yes') AS "harmed",
  SUM("t1"."killed_low") FILTER(WHERE
    COALESCE("t1"."aggregate", 'no') <> 'yes') AS "killed_low",
  IF(
    COALESCE(
      BOOL_OR(
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND (
          "t1"."killed_low" IS NOT NULL
        )
        AND (
          "t1"."killed_high" IS NULL
        )
      ),
      FALSE
    ),
    CAST(NULL AS BIGINT),
    SUM("t1"."killed_high") FILTER(WHERE
      COALESCE("t1"."aggregate", 'no') <> 'yes')
  ) AS "killed_high",
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      )
      AND (
        "t1"."killed_low" IS NOT NULL
      )),
    0
  ) AS "killed_rows"
FROM (
  SELECT
    "t0"."place_id",
    "t0"."admin1",
    "t0"."control",
    "t0"."event_type",
    "t0"."sub_event_type",
    "t0"."weapon",
    "t0"."cluster_munition",
    "t0"."target_type",
    "t0"."actor",
    "t0"."other_actor",
    "t0"."attribution_status",
    "t0"."harm_manner",
    "t0"."harm_status",
    "t0"."involved",
    "t0"."location_precision",
    "t0"."date_start",
    "t0"."date_end",
    "t0"."date_precision",
    "t0"."aggregate",
    "t0"."__x",
    "t0"."__y",
    "t0"."__harmed",
    "t0"."killed_low",
    "t0"."killed_high",
    "t0"."injured_low",
    "t0"."injured_high",
    "t0"."__order",
    "t0"."longitude",
    "t0"."latitude",
    "t0"."uncertainty_m",
    1 AS "__number",
    "t0"."longitude" AS "__west",
    "t0"."latitude" AS "__south",
    "t0"."longitude" AS "__east",
    "t0"."latitude" AS "__north"
  FROM "incidents" AS "t0"
  WHERE
    "t0"."latitude" >= CAST(@p2_1 AS DOUBLE)
    AND "t0"."latitude" <= CAST(@p2_3 AS DOUBLE)
    AND (
      (
        (
          "t0"."longitude" >= CAST(@p2_0 AS DOUBLE)
        )
        AND (
          "t0"."longitude" <= CAST(@p2_2 AS DOUBLE)
        )
      )
      OR (
        (
          CAST(@p2_0 AS DOUBLE) > CAST(@p2_2 AS DOUBLE)
        )
        AND (
          (
            "t0"."longitude" >= CAST(@p2_0 AS DOUBLE)
          )
          OR (
            "t0"."longitude" <= CAST(@p2_2 AS DOUBLE)
          )
        )
      )
    )
) AS "t1"
GROUP BY
  1,
  2,
  3,
  4,
  5;

-- beyond
SELECT
  *
FROM (
  SELECT
    IF(
      "t1"."__south" > CAST(@p2_3 AS DOUBLE),
      'north',
      IF(
        "t1"."__south" < CAST(@p2_1 AS DOUBLE),
        'south',
        IF("t1"."__west" < CAST(@p2_0 AS DOUBLE), 'west', 'east')
      )
    ) AS "side",
    COALESCE(SUM("t1"."__number"), 0) AS "n",
    MIN("t1"."__west") AS "west",
    MIN("t1"."__south") AS "south",
    MAX("t1"."__east") AS "east",
    MAX("t1"."__north") AS "north"
  FROM (
    SELECT
      "t0"."place_id",
      "t0"."admin1",
      "t0"."control",
      "t0"."event_type",
      "t0"."sub_event_type",
      "t0"."weapon",
      "t0"."cluster_munition",
      "t0"."target_type",
      "t0"."actor",
      "t0"."other_actor",
      "t0"."attribution_status",
      "t0"."harm_manner",
      "t0"."harm_status",
      "t0"."involved",
      "t0"."location_precision",
      "t0"."date_start",
      "t0"."date_end",
      "t0"."date_precision",
      "t0"."aggregate",
      "t0"."__x",
      "t0"."__y",
      "t0"."__harmed",
      "t0"."killed_low",
      "t0"."killed_high",
      "t0"."injured_low",
      "t0"."injured_high",
      "t0"."__order",
      "t0"."longitude",
      "t0"."latitude",
      "t0"."uncertainty_m",
      1 AS "__number",
      "t0"."longitude" AS "__west",
      "t0"."latitude" AS "__south",
      "t0"."longitude" AS "__east",
      "t0"."latitude" AS "__north"
    FROM "incidents" AS "t0"
    WHERE
      "t0"."latitude" IS NOT NULL
      AND NOT (
        (
          "t0"."latitude" >= CAST(@p2_1 AS DOUBLE)
        )
        AND (
          "t0"."latitude" <= CAST(@p2_3 AS DOUBLE)
        )
        AND (
          (
            (
              "t0"."longitude" >= CAST(@p2_0 AS DOUBLE)
            )
            AND (
              "t0"."longitude" <= CAST(@p2_2 AS DOUBLE)
            )
          )
          OR (
            (
              CAST(@p2_0 AS DOUBLE) > CAST(@p2_2 AS DOUBLE)
            )
            AND (
              (
                "t0"."longitude" >= CAST(@p2_0 AS DOUBLE)
              )
              OR (
                "t0"."longitude" <= CAST(@p2_2 AS DOUBLE)
              )
            )
          )
        )
      )
  ) AS "t1"
  GROUP BY
    1
) AS "t2"
ORDER BY
  "t2"."side" ASC;

-- beyond, around 180
SELECT
  *
FROM (
  SELECT
    IF(
      "t1"."__south" > CAST(@p2_3 AS DOUBLE),
      'north',
      IF(
        "t1"."__south" < CAST(@p2_1 AS DOUBLE),
        'south',
        IF("t1"."__west" < CAST(@p2_0 AS DOUBLE), 'west', 'east')
      )
    ) AS "side",
    COALESCE(SUM("t1"."__number"), 0) AS "n",
    MIN("t1"."__west") AS "west",
    MIN("t1"."__south") AS "south",
    MAX("t1"."__east") AS "east",
    MAX("t1"."__north") AS "north"
  FROM (
    SELECT
      "t0"."place_id",
      "t0"."admin1",
      "t0"."control",
      "t0"."event_type",
      "t0"."sub_event_type",
      "t0"."weapon",
      "t0"."cluster_munition",
      "t0"."target_type",
      "t0"."actor",
      "t0"."other_actor",
      "t0"."attribution_status",
      "t0"."harm_manner",
      "t0"."harm_status",
      "t0"."involved",
      "t0"."location_precision",
      "t0"."date_start",
      "t0"."date_end",
      "t0"."date_precision",
      "t0"."aggregate",
      "t0"."__x",
      "t0"."__y",
      "t0"."__harmed",
      "t0"."killed_low",
      "t0"."killed_high",
      "t0"."injured_low",
      "t0"."injured_high",
      "t0"."__order",
      "t0"."longitude",
      "t0"."latitude",
      "t0"."uncertainty_m",
      1 AS "__number",
      "t0"."longitude" AS "__west",
      "t0"."latitude" AS "__south",
      "t0"."longitude" AS "__east",
      "t0"."latitude" AS "__north"
    FROM "incidents" AS "t0"
    WHERE
      "t0"."latitude" IS NOT NULL
      AND NOT (
        (
          "t0"."latitude" >= CAST(@p2_1 AS DOUBLE)
        )
        AND (
          "t0"."latitude" <= CAST(@p2_3 AS DOUBLE)
        )
        AND (
          (
            (
              "t0"."longitude" >= CAST(@p2_0 AS DOUBLE)
            )
            AND (
              "t0"."longitude" <= CAST(@p2_2 AS DOUBLE)
            )
          )
          OR (
            (
              CAST(@p2_0 AS DOUBLE) > CAST(@p2_2 AS DOUBLE)
            )
            AND (
              (
                "t0"."longitude" >= CAST(@p2_0 AS DOUBLE)
              )
              OR (
                "t0"."longitude" <= CAST(@p2_2 AS DOUBLE)
              )
            )
          )
        )
      )
  ) AS "t1"
  GROUP BY
    1
) AS "t2"
ORDER BY
  "t2"."side" ASC;

-- spread
-- Compilation rule for 'Quantile' operation is not defined

-- counts
SELECT
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      (
        "t1"."latitude" >= CAST(@p2_1 AS DOUBLE)
      )
      AND (
        "t1"."latitude" <= CAST(@p2_3 AS DOUBLE)
      )
      AND (
        (
          (
            "t1"."longitude" >= CAST(@p2_0 AS DOUBLE)
          )
          AND (
            "t1"."longitude" <= CAST(@p2_2 AS DOUBLE)
          )
        )
        OR (
          (
            CAST(@p2_0 AS DOUBLE) > CAST(@p2_2 AS DOUBLE)
          )
          AND (
            (
              "t1"."longitude" >= CAST(@p2_0 AS DOUBLE)
            )
            OR (
              "t1"."longitude" <= CAST(@p2_2 AS DOUBLE)
            )
          )
        )
      )),
    0
  ) AS "in_view",
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      (
        "t1"."latitude" >= CAST(@p2_1 AS DOUBLE)
      )
      AND (
        "t1"."latitude" <= CAST(@p2_3 AS DOUBLE)
      )
      AND (
        (
          (
            "t1"."longitude" >= CAST(@p2_0 AS DOUBLE)
          )
          AND (
            "t1"."longitude" <= CAST(@p2_2 AS DOUBLE)
          )
        )
        OR (
          (
            CAST(@p2_0 AS DOUBLE) > CAST(@p2_2 AS DOUBLE)
          )
          AND (
            (
              "t1"."longitude" >= CAST(@p2_0 AS DOUBLE)
            )
            OR (
              "t1"."longitude" <= CAST(@p2_2 AS DOUBLE)
            )
          )
        )
      )
      AND NOT (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      )),
    0
  ) AS "summaries",
  COALESCE(SUM("t1"."__number") FILTER(WHERE
    NOT (
      "t1"."__south" IS NOT NULL
    )), 0) AS "unlocated"
FROM (
  SELECT
    "t0"."place_id",
    "t0"."admin1",
    "t0"."control",
    "t0"."event_type",
    "t0"."sub_event_type",
    "t0"."weapon",
    "t0"."cluster_munition",
    "t0"."target_type",
    "t0"."actor",
    "t0"."other_actor",
    "t0"."attribution_status",
    "t0"."harm_manner",
    "t0"."harm_status",
    "t0"."involved",
    "t0"."location_precision",
    "t0"."date_start",
    "t0"."date_end",
    "t0"."date_precision",
    "t0"."aggregate",
    "t0"."__x",
    "t0"."__y",
    "t0"."__harmed",
    "t0"."killed_low",
    "t0"."killed_high",
    "t0"."injured_low",
    "t0"."injured_high",
    "t0"."__order",
    "t0"."longitude",
    "t0"."latitude",
    "t0"."uncertainty_m",
    1 AS "__number",
    "t0"."longitude" AS "__west",
    "t0"."latitude" AS "__south",
    "t0"."longitude" AS "__east",
    "t0"."latitude" AS "__north"
  FROM "incidents" AS "t0"
) AS "t1";

-- counts of the world
SELECT
  COALESCE(SUM("t1"."__number") FILTER(WHERE
    "t1"."__south" IS NOT NULL), 0) AS "in_view",
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      (
        "t1"."__south" IS NOT NULL
      )
      AND NOT (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      )),
    0
  ) AS "summaries",
  COALESCE(SUM("t1"."__number") FILTER(WHERE
    NOT (
      "t1"."__south" IS NOT NULL
    )), 0) AS "unlocated"
FROM (
  SELECT
    "t0"."place_id",
    "t0"."admin1",
    "t0"."control",
    "t0"."event_type",
    "t0"."sub_event_type",
    "t0"."weapon",
    "t0"."cluster_munition",
    "t0"."target_type",
    "t0"."actor",
    "t0"."other_actor",
    "t0"."attribution_status",
    "t0"."harm_manner",
    "t0"."harm_status",
    "t0"."involved",
    "t0"."location_precision",
    "t0"."date_start",
    "t0"."date_end",
    "t0"."date_precision",
    "t0"."aggregate",
    "t0"."__x",
    "t0"."__y",
    "t0"."__harmed",
    "t0"."killed_low",
    "t0"."killed_high",
    "t0"."injured_low",
    "t0"."injured_high",
    "t0"."__order",
    "t0"."longitude",
    "t0"."latitude",
    "t0"."uncertainty_m",
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
    "t9"."place_name",
    "t9"."place_id",
    IF(
      NOT (
        COALESCE("t9"."date_precision", '1') IN ('4', '5')
      )
      AND (
        "t9"."date_start" = "t9"."date_end"
      ),
      "t9"."date_start",
      CAST(NULL AS DATE)
    ) AS "day",
    COUNT(*) AS "n",
    COUNT(*) FILTER(WHERE
      (
        (
          (
            "t9"."latitude" - "t9"."middle_latitude"
          ) * CAST(111.2 AS DOUBLE) * (
            (
              "t9"."latitude" - "t9"."middle_latitude"
            ) * CAST(111.2 AS DOUBLE)
          )
        ) + (
          (
            "t9"."longitude" - "t9"."middle_longitude"
          ) * COS(RADIANS("t9"."middle_latitude")) * CAST(111.2 AS DOUBLE) * (
            (
              "t9"."longitude" - "t9"."middle_longitude"
            ) * COS(RADIANS("t9"."middle_latitude")) * CAST(111.2 AS DOUBLE)
          )
        )
      ) <= (
        CAST(@p3 AS BIGINT) * CAST(@p3 AS BIGINT)
      )) AS "near"
  FROM (
    SELECT
      "t4"."incident_id",
      "t4"."title",
      "t4"."summary",
      "t4"."date_start",
      "t4"."date_end",
      "t4"."date_precision",
      "t4"."time_local",
      "t4"."site",
      "t4"."latitude",
      "t4"."longitude",
      "t4"."location_precision",
      "t4"."uncertainty_m",
      "t4"."admin1",
      "t4"."country",
      "t4"."control",
      "t4"."event_type",
      "t4"."sub_event_type",
      "t4"."weapon",
      "t4"."weapon_detail",
      "t4"."cluster_munition",
      "t4"."target_type",
      "t4"."target_detail",
      "t4"."actor",
      "t4"."other_actor",
      "t4"."involved",
      "t4"."attribution_status",
      "t4"."killed_low",
      "t4"."killed_best",
      "t4"."killed_high",
      "t4"."injured_low",
      "t4"."injured_best",
      "t4"."injured_high",
      "t4"."harm_manner",
      "t4"."harm_status",
      "t4"."verification",
      "t4"."denial",
      "t4"."disagreement",
      "t4"."aggregate",
      "t4"."related_incidents",
      "t4"."sensitivity",
      "t4"."tags",
      "t4"."checked",
      "t4"."__order",
      "t4"."__x",
      "t4"."__y",
      "t4"."__harmed",
      "t4"."__search",
      "t4"."__verified",
      "t4"."__first_hand",
      "t4"."__independent",
      "t4"."__denied",
      "t4"."__conceded",
      "t4"."__refuted",
      "t4"."__denied_by_armenian",
      "t4"."__denied_by_azerbaijani",
      "t4"."__denied_by_independent",
      "t4"."__armenian_says",
      "t4"."__armenian_harmed",
      "t4"."__armenian_actor",
      "t4"."__armenian_killed_low",
      "t4"."__armenian_killed_best",
      "t4"."__armenian_killed_high",
      "t4"."__armenian_injured_low",
      "t4"."__armenian_injured_best",
      "t4"."__armenian_injured_high",
      "t4"."__armenian_attribution_status",
      "t4"."__armenian_harm_status",
      "t4"."__azerbaijani_says",
      "t4"."__azerbaijani_harmed",
      "t4"."__azerbaijani_actor",
      "t4"."__azerbaijani_killed_low",
      "t4"."__azerbaijani_killed_best",
      "t4"."__azerbaijani_killed_high",
      "t4"."__azerbaijani_injured_low",
      "t4"."__azerbaijani_injured_best",
      "t4"."__azerbaijani_injured_high",
      "t4"."__azerbaijani_attribution_status",
      "t4"."__azerbaijani_harm_status",
      "t4"."__independent_says",
      "t4"."__independent_harmed",
      "t4"."__independent_actor",
      "t4"."__independent_killed_low",
      "t4"."__independent_killed_best",
      "t4"."__independent_killed_high",
      "t4"."__independent_injured_low",
      "t4"."__independent_injured_best",
      "t4"."__independent_injured_high",
      "t4"."__independent_attribution_status",
      "t4"."__independent_harm_status",
      "t4"."__conceded_says",
      "t4"."__conceded_harmed",
      "t4"."__conceded_actor",
      "t4"."__conceded_killed_low",
      "t4"."__conceded_killed_best",
      "t4"."__conceded_killed_high",
      "t4"."__conceded_injured_low",
      "t4"."__conceded_injured_best",
      "t4"."__conceded_injured_high",
      "t4"."__conceded_attribution_status",
      "t4"."__conceded_harm_status",
      "t4"."__undisputed_says",
      "t4"."__undisputed_harmed",
      "t4"."__undisputed_actor",
      "t4"."__undisputed_killed_low",
      "t4"."__undisputed_killed_best",
      "t4"."__undisputed_killed_high",
      "t4"."__undisputed_injured_low",
      "t4"."__undisputed_injured_best",
      "t4"."__undisputed_injured_high",
      "t4"."__undisputed_attribution_status",
      "t4"."__undisputed_harm_status",
      "t8"."place_name",
      "t8"."place_id",
      "t8"."same",
      "t8"."middle_latitude",
      "t8"."middle_longitude"
    FROM (
      SELECT
        "t1"."incident_id",
        "t1"."title",
        "t1"."summary",
        "t1"."date_start",
        "t1"."date_end",
        "t1"."date_precision",
        "t1"."time_local",
        "t1"."site",
        "t1"."latitude",
        "t1"."longitude",
        "t1"."location_precision",
        "t1"."uncertainty_m",
        "t1"."admin1",
        "t1"."country",
        "t1"."control",
        "t1"."event_type",
        "t1"."sub_event_type",
        "t1"."weapon",
        "t1"."weapon_detail",
        "t1"."cluster_munition",
        "t1"."target_type",
        "t1"."target_detail",
        "t1"."actor",
        "t1"."other_actor",
        "t1"."involved",
        "t1"."attribution_status",
        "t1"."killed_low",
        "t1"."killed_best",
        "t1"."killed_high",
        "t1"."injured_low",
        "t1"."injured_best",
        "t1"."injured_high",
        "t1"."harm_manner",
        "t1"."harm_status",
        "t1"."verification",
        "t1"."denial",
        "t1"."disagreement",
        "t1"."aggregate",
        "t1"."related_incidents",
        "t1"."sensitivity",
        "t1"."tags",
        "t1"."checked",
        "t1"."__order",
        "t1"."__x",
        "t1"."__y",
        "t1"."__harmed",
        "t1"."__search",
        "t1"."__verified",
        "t1"."__first_hand",
        "t1"."__independent",
        "t1"."__denied",
        "t1"."__conceded",
        "t1"."__refuted",
        "t1"."__denied_by_armenian",
        "t1"."__denied_by_azerbaijani",
        "t1"."__denied_by_independent",
        "t1"."__armenian_says",
        "t1"."__armenian_harmed",
        "t1"."__armenian_actor",
        "t1"."__armenian_killed_low",
        "t1"."__armenian_killed_best",
        "t1"."__armenian_killed_high",
        "t1"."__armenian_injured_low",
        "t1"."__armenian_injured_best",
        "t1"."__armenian_injured_high",
        "t1"."__armenian_attribution_status",
        "t1"."__armenian_harm_status",
        "t1"."__azerbaijani_says",
        "t1"."__azerbaijani_harmed",
        "t1"."__azerbaijani_actor",
        "t1"."__azerbaijani_killed_low",
        "t1"."__azerbaijani_killed_best",
        "t1"."__azerbaijani_killed_high",
        "t1"."__azerbaijani_injured_low",
        "t1"."__azerbaijani_injured_best",
        "t1"."__azerbaijani_injured_high",
        "t1"."__azerbaijani_attribution_status",
        "t1"."__azerbaijani_harm_status",
        "t1"."__independent_says",
        "t1"."__independent_harmed",
        "t1"."__independent_actor",
        "t1"."__independent_killed_low",
        "t1"."__independent_killed_best",
        "t1"."__independent_killed_high",
        "t1"."__independent_injured_low",
        "t1"."__independent_injured_best",
        "t1"."__independent_injured_high",
        "t1"."__independent_attribution_status",
        "t1"."__independent_harm_status",
        "t1"."__conceded_says",
        "t1"."__conceded_harmed",
        "t1"."__conceded_actor",
        "t1"."__conceded_killed_low",
        "t1"."__conceded_killed_best",
        "t1"."__conceded_killed_high",
        "t1"."__conceded_injured_low",
        "t1"."__conceded_injured_best",
        "t1"."__conceded_injured_high",
        "t1"."__conceded_attribution_status",
        "t1"."__conceded_harm_status",
        "t1"."__undisputed_says",
        "t1"."__undisputed_harmed",
        "t1"."__undisputed_actor",
        "t1"."__undisputed_killed_low",
        "t1"."__undisputed_killed_best",
        "t1"."__undisputed_killed_high",
        "t1"."__undisputed_injured_low",
        "t1"."__undisputed_injured_best",
        "t1"."__undisputed_injured_high",
        "t1"."__undisputed_attribution_status",
        "t1"."__undisputed_harm_status"
      FROM (
        SELECT
          *
        FROM "incidents" AS "t0"
        WHERE
          "t0"."latitude" >= CAST(@p2_1 AS DOUBLE)
          AND "t0"."latitude" <= CAST(@p2_3 AS DOUBLE)
          AND (
            (
              (
                "t0"."longitude" >= CAST(@p2_0 AS DOUBLE)
              )
              AND (
                "t0"."longitude" <= CAST(@p2_2 AS DOUBLE)
              )
            )
            OR (
              (
                CAST(@p2_0 AS DOUBLE) > CAST(@p2_2 AS DOUBLE)
              )
              AND (
                (
                  "t0"."longitude" >= CAST(@p2_0 AS DOUBLE)
                )
                OR (
                  "t0"."longitude" <= CAST(@p2_2 AS DOUBLE)
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
          "t2"."place_name",
          MIN("t2"."place_id") AS "place_id",
          COUNT(*) AS "same",
          AVG("t2"."latitude") AS "middle_latitude",
          AVG("t2"."longitude") AS "middle_longitude"
        FROM (
          SELECT
            *
          FROM "incidents" AS "t0"
          WHERE
            "t0"."latitude" >= CAST(@p2_1 AS DOUBLE)
            AND "t0"."latitude" <= CAST(@p2_3 AS DOUBLE)
            AND (
              (
                (
                  "t0"."longitude" >= CAST(@p2_0 AS DOUBLE)
                )
                AND (
                  "t0"."longitude" <= CAST(@p2_2 AS DOUBLE)
                )
              )
              OR (
                (
                  CAST(@p2_0 AS DOUBLE) > CAST(@p2_2 AS DOUBLE)
                )
                AND (
                  (
                    "t0"."longitude" >= CAST(@p2_0 AS DOUBLE)
                  )
                  OR (
                    "t0"."longitude" <= CAST(@p2_2 AS DOUBLE)
                  )
                )
              )
            )
            AND COALESCE("t0"."aggregate", 'no') <> 'yes'
            AND "t0"."place_name" IS NOT NULL
        ) AS "t2"
        GROUP BY
          1
      ) AS "t5"
      ORDER BY
        "t5"."same" DESC,
        "t5"."place_name" ASC
      OFFSET 0
      LIMIT 1
    ) AS "t8"
      ON TRUE
  ) AS "t9"
  GROUP BY
    1,
    2,
    3
) AS "t10"
ORDER BY
  "t10"."day" ASC;

-- listing
SELECT
  "t0"."__order"
FROM "incidents" AS "t0"
WHERE
  (
    (
      "t0"."latitude" >= CAST(@p2_1 AS DOUBLE)
    )
    AND (
      "t0"."latitude" <= CAST(@p2_3 AS DOUBLE)
    )
    AND (
      (
        (
          "t0"."longitude" >= CAST(@p2_0 AS DOUBLE)
        )
        AND (
          "t0"."longitude" <= CAST(@p2_2 AS DOUBLE)
        )
      )
      OR (
        (
          CAST(@p2_0 AS DOUBLE) > CAST(@p2_2 AS DOUBLE)
        )
        AND (
          (
            "t0"."longitude" >= CAST(@p2_0 AS DOUBLE)
          )
          OR (
            "t0"."longitude" <= CAST(@p2_2 AS DOUBLE)
          )
        )
      )
    )
  )
  OR (
    "t0"."latitude" IS NULL
  )
ORDER BY
  "t0"."latitude" IS NULL ASC,
  "t0"."__order" ASC
OFFSET 0
LIMIT CAST(@p3 AS BIGINT);

-- positions
SELECT
  "t0"."__order"
FROM "incidents" AS "t0"
ORDER BY
  "t0"."__order" ASC
OFFSET CAST(@p3 AS BIGINT);

-- table
SELECT
  "t0"."__order"
FROM "incidents" AS "t0"
ORDER BY
  COALESCE("t0"."killed_high", "t0"."killed_low") IS NULL ASC,
  COALESCE("t0"."killed_high", "t0"."killed_low") DESC,
  "t0"."__order" ASC
OFFSET CAST(@p3 AS BIGINT)
LIMIT CAST(@p2 AS BIGINT);

-- claims
SELECT
  "t5"."claim_id"
FROM (
  SELECT
    "t2"."claim_id",
    "t2"."incident_id",
    "t2"."source_id",
    "t2"."claimant",
    "t2"."claimant_side",
    "t2"."stance",
    "t2"."basis",
    "t2"."actor",
    "t2"."killed_low",
    "t2"."killed_high",
    "t2"."injured_low",
    "t2"."injured_high",
    "t2"."weapon",
    "t2"."cluster_munition",
    "t2"."excluded_because",
    "t2"."checked",
    "t2"."note",
    "t2"."__order",
    "t2"."__about",
    "t4"."date_start",
    "t4"."position"
  FROM "claims" AS "t2"
  INNER JOIN (
    SELECT
      "t1"."date_start",
      "t1"."__order" AS "position"
    FROM "incidents" AS "t1"
  ) AS "t4"
    ON "t2"."__about" = "t4"."position"
) AS "t5"
ORDER BY
  "t5"."claimant" IS NULL ASC,
  "t5"."claimant" ASC,
  "t5"."position" ASC,
  "t5"."__order" ASC
OFFSET CAST(@p4 AS BIGINT)
LIMIT CAST(@p3 AS BIGINT);

-- incidents
SELECT
  "t0"."incident_id",
  "t0"."title",
  "t0"."summary",
  "t0"."date_start",
  "t0"."date_end",
  "t0"."date_precision",
  "t0"."time_local",
  "t0"."place_id",
  "t0"."place_name",
  "t0"."site",
  "t0"."latitude",
  "t0"."longitude",
  "t0"."location_precision",
  "t0"."uncertainty_m",
  "t0"."admin1",
  "t0"."country",
  "t0"."control",
  "t0"."event_type",
  "t0"."sub_event_type",
  "t0"."weapon",
  "t0"."weapon_detail",
  "t0"."cluster_munition",
  "t0"."target_type",
  "t0"."target_detail",
  "t0"."actor",
  "t0"."other_actor",
  "t0"."involved",
  "t0"."attribution_status",
  "t0"."killed_low",
  "t0"."killed_best",
  "t0"."killed_high",
  "t0"."injured_low",
  "t0"."injured_best",
  "t0"."injured_high",
  "t0"."harm_manner",
  "t0"."harm_status",
  "t0"."verification",
  "t0"."denial",
  "t0"."disagreement",
  "t0"."aggregate",
  "t0"."related_incidents",
  "t0"."sensitivity",
  "t0"."tags",
  "t0"."checked"
FROM "incidents" AS "t0"
ORDER BY
  "t0"."__order" ASC
OFFSET 0
LIMIT CAST(@p2 AS BIGINT);

-- incidents at
SELECT
  "t0"."incident_id",
  "t0"."title",
  "t0"."summary",
  "t0"."date_start",
  "t0"."date_end",
  "t0"."date_precision",
  "t0"."time_local",
  "t0"."place_id",
  "t0"."place_name",
  "t0"."site",
  "t0"."latitude",
  "t0"."longitude",
  "t0"."location_precision",
  "t0"."uncertainty_m",
  "t0"."admin1",
  "t0"."country",
  "t0"."control",
  "t0"."event_type",
  "t0"."sub_event_type",
  "t0"."weapon",
  "t0"."weapon_detail",
  "t0"."cluster_munition",
  "t0"."target_type",
  "t0"."target_detail",
  "t0"."actor",
  "t0"."other_actor",
  "t0"."involved",
  "t0"."attribution_status",
  "t0"."killed_low",
  "t0"."killed_best",
  "t0"."killed_high",
  "t0"."injured_low",
  "t0"."injured_best",
  "t0"."injured_high",
  "t0"."harm_manner",
  "t0"."harm_status",
  "t0"."verification",
  "t0"."denial",
  "t0"."disagreement",
  "t0"."aggregate",
  "t0"."related_incidents",
  "t0"."sensitivity",
  "t0"."tags",
  "t0"."checked",
  "t0"."__order",
  "t0"."__harmed"
FROM "incidents" AS "t0"
WHERE
  IF(
    CAST(@p2 AS ARRAY(BIGINT)) IS NOT NULL,
    COALESCE(CONTAINS(CAST(@p2 AS ARRAY(BIGINT)), "t0"."__order"), FALSE),
    NULL
  );

-- sources
SELECT
  *
FROM (
  SELECT
    "t2"."source_id",
    "t2"."publisher",
    "t2"."title",
    "t2"."author",
    "t2"."published_on",
    "t2"."url",
    "t2"."archived_url",
    "t2"."language",
    "t2"."kind",
    "t2"."checked",
    "t2"."note"
  FROM "sources" AS "t2"
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM "claims" AS "t1"
        WHERE
          "t1"."__about" BETWEEN CAST(@p4_0 AS BIGINT) AND CAST(@p4_1 AS BIGINT)
      ) AS "t4"
      WHERE
        "t2"."source_id" = "t4"."source_id"
    )
) AS "t5"
ORDER BY
  "t5"."source_id" ASC;

-- actors
SELECT
  *
FROM (
  SELECT
    "t1"."actor",
    COALESCE(SUM("t1"."__number"), 0) AS "incidents",
    SUM("t1"."killed_low") AS "killed_low",
    SUM("t1"."injured_low") AS "injured_low",
    IF(
      COALESCE(
        BOOL_OR(
          TRUE AND (
            "t1"."killed_low" IS NOT NULL
          ) AND (
            "t1"."killed_high" IS NULL
          )
        ),
        FALSE
      ),
      CAST(NULL AS BIGINT),
      SUM("t1"."killed_high") FILTER(WHERE
        TRUE)
    ) AS "killed_high",
    IF(
      COALESCE(
        BOOL_OR(
          TRUE
          AND (
            "t1"."injured_low" IS NOT NULL
          )
          AND (
            "t1"."injured_high" IS NULL
          )
        ),
        FALSE
      ),
      CAST(NULL AS BIGINT),
      SUM("t1"."injured_high") FILTER(WHERE
        TRUE)
    ) AS "injured_high",
    COALESCE(SUM("t1"."__number") FILTER(WHERE
      "t1"."killed_low" IS NOT NULL), 0) AS "killed_rows",
    COALESCE(SUM("t1"."__number") FILTER(WHERE
      "t1"."injured_low" IS NOT NULL), 0) AS "injured_rows"
  FROM (
    SELECT
      "t0"."place_id",
      "t0"."admin1",
      "t0"."control",
      "t0"."event_type",
      "t0"."sub_event_type",
      "t0"."weapon",
      "t0"."cluster_munition",
      "t0"."target_type",
      "t0"."actor",
      "t0"."other_actor",
      "t0"."attribution_status",
      "t0"."harm_manner",
      "t0"."harm_status",
      "t0"."involved",
      "t0"."location_precision",
      "t0"."date_start",
      "t0"."date_end",
      "t0"."date_precision",
      "t0"."aggregate",
      "t0"."__x",
      "t0"."__y",
      "t0"."__harmed",
      "t0"."killed_low",
      "t0"."killed_high",
      "t0"."injured_low",
      "t0"."injured_high",
      "t0"."__order",
      "t0"."longitude",
      "t0"."latitude",
      "t0"."uncertainty_m",
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
    1
) AS "t2"
ORDER BY
  "t2"."incidents" DESC,
  "t2"."actor" ASC;

-- manner
WITH "t2" AS (
  SELECT
    "t0"."incident_id",
    COALESCE("t0"."control", '') AS "control",
    IF(
      "t0"."harm_manner" IN ('fire', 'close range', 'unknown'),
      "t0"."harm_manner",
      CAST(NULL AS VARCHAR)
    ) AS "manner",
    "t0"."killed_low",
    COALESCE("t0"."killed_high", "t0"."killed_low") AS "killed_high",
    "t0"."killed_high" IS NULL AS "is_open"
  FROM "incidents" AS "t0"
  WHERE
    COALESCE("t0"."aggregate", 'no') <> 'yes'
    AND "t0"."killed_low" IS NOT NULL
    AND COALESCE("t0"."killed_high", 1) > 0
)
SELECT
  "t11"."control",
  "t11"."manner",
  SUM("t11"."killed_low") AS "killed_low",
  SUM("t11"."killed_high") AS "killed_high",
  SUM(CAST("t11"."is_open" AS INTEGER)) AS "open_rows",
  IF(
    COUNT(*) > 50,
    CAST(NULL AS ARRAY(VARCHAR)),
    ARRAY_AGG("t11"."incident_id") FILTER(WHERE
      "t11"."incident_id" IS NOT NULL AND "t11"."is_blank" AND (
        "t11"."rank" < 50
      ))
  ) AS "incident_ids"
FROM (
  SELECT
    "t10"."incident_id",
    "t10"."control",
    "t10"."manner",
    "t10"."killed_low",
    "t10"."killed_high",
    "t10"."is_open",
    ROW_NUMBER() OVER (PARTITION BY "t10"."control", "t10"."manner" ORDER BY "t10"."incident_id" ASC) - 1 AS "rank",
    (
      "t10"."manner" IS NULL
    ) OR (
      COALESCE("t10"."control", '-') = ''
    ) AS "is_blank"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t4"."incident_id",
        "t4"."control",
        "t4"."manner",
        "t4"."killed_low",
        "t4"."killed_high",
        "t4"."is_open"
      FROM "t2" AS "t4"
      WHERE
        EXISTS(
          SELECT
            1
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t3"."control",
                SUM("t3"."killed_low") AS "killed"
              FROM "t2" AS "t3"
              GROUP BY
                1
            ) AS "t5"
            ORDER BY
              "t5"."killed" DESC,
              "t5"."control" ASC
            OFFSET 0
            LIMIT CAST(@p2 AS BIGINT)
          ) AS "t8"
          WHERE
            "t4"."control" = "t8"."control"
        )
    ) AS "t9"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t0"."incident_id",
        CAST(NULL AS VARCHAR) AS "control",
        IF(
          "t0"."harm_manner" IN ('fire', 'close range', 'unknown'),
          "t0"."harm_manner",
          CAST(NULL AS VARCHAR)
        ) AS "manner",
        "t0"."killed_low",
        COALESCE("t0"."killed_high", "t0"."killed_low") AS "killed_high",
        "t0"."killed_high" IS NULL AS "is_open"
      FROM "incidents" AS "t0"
      WHERE
        COALESCE("t0"."aggregate", 'no') <> 'yes'
        AND "t0"."killed_low" IS NOT NULL
        AND COALESCE("t0"."killed_high", 1) > 0
    ) AS "t1"
  ) AS "t10"
) AS "t11"
GROUP BY
  1,
  2;

-- moving
SELECT
  "t0"."__order"
FROM "incidents" AS "t0"
WHERE
  COALESCE("t0"."aggregate", 'no') <> 'yes' AND "t0"."killed_low" IS NOT NULL
ORDER BY
  COALESCE("t0"."killed_high" - "t0"."killed_low", 0) DESC,
  "t0"."killed_low" DESC,
  "t0"."__order" ASC
OFFSET 0
LIMIT CAST(@p2 AS BIGINT);

-- differing
SELECT
  COALESCE("t5"."__order", "t5"."__order_there") AS "__order",
  COALESCE("t5"."incident_id", "t5"."incident_id_there") AS "incident_id",
  "t5"."incident_id" IS NOT NULL AS "here",
  "t5"."incident_id_there" IS NOT NULL AS "there",
  "t5"."actor" AS "actor_here",
  "t5"."killed_low" AS "killed_low_here",
  "t5"."killed_best" AS "killed_best_here",
  "t5"."killed_high" AS "killed_high_here",
  "t5"."injured_low" AS "injured_low_here",
  "t5"."injured_best" AS "injured_best_here",
  "t5"."injured_high" AS "injured_high_here",
  "t5"."attribution_status" AS "attribution_status_here",
  "t5"."harm_status" AS "harm_status_here",
  "t5"."actor_there",
  "t5"."killed_low_there",
  "t5"."killed_best_there",
  "t5"."killed_high_there",
  "t5"."injured_low_there",
  "t5"."injured_best_there",
  "t5"."injured_high_there",
  "t5"."attribution_status_there",
  "t5"."harm_status_there"
FROM (
  SELECT
    "t2"."__order",
    "t2"."incident_id",
    "t2"."actor",
    "t2"."killed_low",
    "t2"."killed_best",
    "t2"."killed_high",
    "t2"."injured_low",
    "t2"."injured_best",
    "t2"."injured_high",
    "t2"."attribution_status",
    "t2"."harm_status",
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
      "t0"."__order",
      "t0"."incident_id",
      "t0"."actor",
      "t0"."killed_low",
      "t0"."killed_best",
      "t0"."killed_high",
      "t0"."injured_low",
      "t0"."injured_best",
      "t0"."injured_high",
      "t0"."attribution_status",
      "t0"."harm_status"
    FROM "incidents" AS "t0"
  ) AS "t2"
  FULL OUTER JOIN (
    SELECT
      "t0"."__order",
      "t0"."incident_id",
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
      "t0"."__armenian_says"
      AND "t0"."__armenian_harmed" >= CAST(@p2_min_harmed AS BIGINT)
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
  IF(
    (
      "t5"."incident_id" IS NOT NULL
    )
    AND (
      "t5"."incident_id_there" IS NOT NULL
    ),
    0,
    1
  ) ASC,
  COALESCE("t5"."__order", "t5"."__order_there") ASC
OFFSET 0
LIMIT CAST(@p3 AS BIGINT);

-- robust
SELECT
  COALESCE(SUM("t1"."incidents") FILTER(WHERE
    "t1"."in_0"), 0) AS "0_incidents",
  COALESCE(SUM("t1"."stated") FILTER(WHERE
    "t1"."in_0"), 0) AS "0_stated",
  SUM("t1"."killed_low") FILTER(WHERE
    "t1"."in_0") AS "0_killed_low",
  SUM("t1"."killed_high") FILTER(WHERE
    "t1"."in_0") AS "0_killed_high",
  SUM("t1"."best") FILTER(WHERE
    "t1"."in_0") AS "0_best",
  COALESCE(SUM("t1"."best_rows") FILTER(WHERE
    "t1"."in_0"), 0) AS "0_best_rows",
  COALESCE(SUM("t1"."open_rows") FILTER(WHERE
    "t1"."in_0"), 0) AS "0_open_rows",
  COALESCE(SUM("t1"."incidents") FILTER(WHERE
    "t1"."in_1"), 0) AS "1_incidents",
  COALESCE(SUM("t1"."stated") FILTER(WHERE
    "t1"."in_1"), 0) AS "1_stated",
  SUM("t1"."killed_low") FILTER(WHERE
    "t1"."in_1") AS "1_killed_low",
  SUM("t1"."killed_high") FILTER(WHERE
    "t1"."in_1") AS "1_killed_high",
  SUM("t1"."best") FILTER(WHERE
    "t1"."in_1") AS "1_best",
  COALESCE(SUM("t1"."best_rows") FILTER(WHERE
    "t1"."in_1"), 0) AS "1_best_rows",
  COALESCE(SUM("t1"."open_rows") FILTER(WHERE
    "t1"."in_1"), 0) AS "1_open_rows",
  COALESCE(SUM("t1"."incidents") FILTER(WHERE
    "t1"."in_2"), 0) AS "2_incidents",
  COALESCE(SUM("t1"."stated") FILTER(WHERE
    "t1"."in_2"), 0) AS "2_stated",
  SUM("t1"."killed_low") FILTER(WHERE
    "t1"."in_2") AS "2_killed_low",
  SUM("t1"."killed_high") FILTER(WHERE
    "t1"."in_2") AS "2_killed_high",
  SUM("t1"."best") FILTER(WHERE
    "t1"."in_2") AS "2_best",
  COALESCE(SUM("t1"."best_rows") FILTER(WHERE
    "t1"."in_2"), 0) AS "2_best_rows",
  COALESCE(SUM("t1"."open_rows") FILTER(WHERE
    "t1"."in_2"), 0) AS "2_open_rows",
  COALESCE(SUM("t1"."incidents") FILTER(WHERE
    "t1"."in_3"), 0) AS "3_incidents",
  COALESCE(SUM("t1"."stated") FILTER(WHERE
    "t1"."in_3"), 0) AS "3_stated",
  SUM("t1"."killed_low") FILTER(WHERE
    "t1"."in_3") AS "3_killed_low",
  SUM("t1"."killed_high") FILTER(WHERE
    "t1"."in_3") AS "3_killed_high",
  SUM("t1"."best") FILTER(WHERE
    "t1"."in_3") AS "3_best",
  COALESCE(SUM("t1"."best_rows") FILTER(WHERE
    "t1"."in_3"), 0) AS "3_best_rows",
  COALESCE(SUM("t1"."open_rows") FILTER(WHERE
    "t1"."in_3"), 0) AS "3_open_rows",
  COALESCE(SUM("t1"."incidents") FILTER(WHERE
    "t1"."in_4"), 0) AS "4_incidents",
  COALESCE(SUM("t1"."stated") FILTER(WHERE
    "t1"."in_4"), 0) AS "4_stated",
  SUM("t1"."killed_low") FILTER(WHERE
    "t1"."in_4") AS "4_killed_low",
  SUM("t1"."killed_high") FILTER(WHERE
    "t1"."in_4") AS "4_killed_high",
  SUM("t1"."best") FILTER(WHERE
    "t1"."in_4") AS "4_best",
  COALESCE(SUM("t1"."best_rows") FILTER(WHERE
    "t1"."in_4"), 0) AS "4_best_rows",
  COALESCE(SUM("t1"."open_rows") FILTER(WHERE
    "t1"."in_4"), 0) AS "4_open_rows",
  COALESCE(SUM("t1"."incidents") FILTER(WHERE
    "t1"."in_5"), 0) AS "5_incidents",
  COALESCE(SUM("t1"."stated") FILTER(WHERE
    "t1"."in_5"), 0) AS "5_stated",
  SUM("t1"."killed_low") FILTER(WHERE
    "t1"."in_5") AS "5_killed_low",
  SUM("t1"."killed_high") FILTER(WHERE
    "t1"."in_5") AS "5_killed_high",
  SUM("t1"."best") FILTER(WHERE
    "t1"."in_5") AS "5_best",
  COALESCE(SUM("t1"."best_rows") FILTER(WHERE
    "t1"."in_5"), 0) AS "5_best_rows",
  COALESCE(SUM("t1"."open_rows") FILTER(WHERE
    "t1"."in_5"), 0) AS "5_open_rows",
  COALESCE(SUM("t1"."incidents") FILTER(WHERE
    "t1"."in_6"), 0) AS "6_incidents",
  COALESCE(SUM("t1"."stated") FILTER(WHERE
    "t1"."in_6"), 0) AS "6_stated",
  SUM("t1"."killed_low") FILTER(WHERE
    "t1"."in_6") AS "6_killed_low",
  SUM("t1"."killed_high") FILTER(WHERE
    "t1"."in_6") AS "6_killed_high",
  SUM("t1"."best") FILTER(WHERE
    "t1"."in_6") AS "6_best",
  COALESCE(SUM("t1"."best_rows") FILTER(WHERE
    "t1"."in_6"), 0) AS "6_best_rows",
  COALESCE(SUM("t1"."open_rows") FILTER(WHERE
    "t1"."in_6"), 0) AS "6_open_rows"
FROM (
  SELECT
    TRUE AND (
      COALESCE("t0"."aggregate", 'no') <> 'yes'
    ) AS "in_0",
    TRUE
    AND (
      IF(
        CAST(@p3_harm_status AS ARRAY(VARCHAR)) IS NOT NULL,
        COALESCE(CONTAINS(CAST(@p3_harm_status AS ARRAY(VARCHAR)), "t0"."harm_status"), FALSE),
        NULL
      )
      OR (
        NOT (
          COALESCE("t0"."harm_status", '') <> ''
        )
        AND IF(
          CAST(@p3_harm_status AS ARRAY(VARCHAR)) IS NOT NULL,
          COALESCE(
            CONTAINS(CAST(@p3_harm_status AS ARRAY(VARCHAR)), COALESCE("t0"."harm_status", '')),
            FALSE
          ),
          NULL
        )
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
      IF(
        CAST(@p5_harm_status AS ARRAY(VARCHAR)) IS NOT NULL,
        COALESCE(CONTAINS(CAST(@p5_harm_status AS ARRAY(VARCHAR)), "t0"."harm_status"), FALSE),
        NULL
      )
      OR (
        NOT (
          COALESCE("t0"."harm_status", '') <> ''
        )
        AND IF(
          CAST(@p5_harm_status AS ARRAY(VARCHAR)) IS NOT NULL,
          COALESCE(
            CONTAINS(CAST(@p5_harm_status AS ARRAY(VARCHAR)), COALESCE("t0"."harm_status", '')),
            FALSE
          ),
          NULL
        )
      )
    )
    AND (
      COALESCE("t0"."aggregate", 'no') <> 'yes'
    ) AS "in_3",
    TRUE
    AND (
      IF(
        CAST(@p6_harm_status AS ARRAY(VARCHAR)) IS NOT NULL,
        COALESCE(CONTAINS(CAST(@p6_harm_status AS ARRAY(VARCHAR)), "t0"."harm_status"), FALSE),
        NULL
      )
      OR (
        NOT (
          COALESCE("t0"."harm_status", '') <> ''
        )
        AND IF(
          CAST(@p6_harm_status AS ARRAY(VARCHAR)) IS NOT NULL,
          COALESCE(
            CONTAINS(CAST(@p6_harm_status AS ARRAY(VARCHAR)), COALESCE("t0"."harm_status", '')),
            FALSE
          ),
          NULL
        )
      )
    )
    AND (
      COALESCE("t0"."aggregate", 'no') <> 'yes'
    ) AS "in_4",
    TRUE
    AND (
      "t0"."__independent" >= CAST(@p7_min_sources AS BIGINT)
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
    COUNT(*) FILTER(WHERE
      (
        "t0"."killed_low" IS NOT NULL
      ) AND (
        "t0"."killed_high" IS NULL
      )) AS "open_rows"
  FROM "incidents" AS "t0"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7
) AS "t1";

-- totals of a choice
SELECT
  COALESCE(SUM("t1"."__number"), 0) AS "matched",
  COALESCE(SUM("t1"."__number") FILTER(WHERE
    COALESCE("t1"."aggregate", 'no') <> 'yes'), 0) AS "incidents",
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      NOT (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      )),
    0
  ) AS "aggregates",
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      )
      AND (
        "t1"."__south" IS NOT NULL
      )),
    0
  ) AS "located",
  COALESCE(SUM("t1"."__number") FILTER(WHERE
    NOT (
      "t1"."__south" IS NOT NULL
    )), 0) AS "unlocated",
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      ) AND FALSE),
    0
  ) AS "beyond_period",
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      )
      AND (
        "t1"."killed_low" IS NOT NULL
      )),
    0
  ) AS "killed_rows",
  COALESCE(
    SUM("t1"."__number") FILTER(WHERE
      (
        COALESCE("t1"."aggregate", 'no') <> 'yes'
      )
      AND (
        "t1"."injured_low" IS NOT NULL
      )),
    0
  ) AS "injured_rows",
  LEAST(
    COALESCE(
      MIN("t1"."date_start") FILTER(WHERE
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND NOT (
          COALESCE("t1"."date_precision", '1') IN ('4', '5')
        )),
      MIN("t1"."date_start") FILTER(WHERE
        COALESCE("t1"."aggregate", 'no') <> 'yes'),
      MIN("t1"."date_start")
    ),
    COALESCE(
      MIN("t1"."date_end") FILTER(WHERE
        COALESCE("t1"."aggregate", 'no') <> 'yes'),
      MIN("t1"."date_end")
    )
  ) AS "first",
  GREATEST(
    COALESCE(
      MAX("t1"."date_end") FILTER(WHERE
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND NOT (
          COALESCE("t1"."date_precision", '1') IN ('4', '5')
        )),
      MAX("t1"."date_end") FILTER(WHERE
        COALESCE("t1"."aggregate", 'no') <> 'yes'),
      MAX("t1"."date_end")
    ),
    COALESCE(
      MAX("t1"."date_start") FILTER(WHERE
        COALESCE("t1"."aggregate", 'no') <> 'yes'),
      MAX("t1"."date_start")
    )
  ) AS "last",
  SUM("t1"."killed_low") FILTER(WHERE
    COALESCE("t1"."aggregate", 'no') <> 'yes') AS "killed_low",
  IF(
    COALESCE(
      BOOL_OR(
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND (
          "t1"."killed_low" IS NOT NULL
        )
        AND (
          "t1"."killed_high" IS NULL
        )
      ),
      FALSE
    ),
    CAST(NULL AS BIGINT),
    SUM("t1"."killed_high") FILTER(WHERE
      COALESCE("t1"."aggregate", 'no') <> 'yes')
  ) AS "killed_high",
  SUM("t1"."injured_low") FILTER(WHERE
    COALESCE("t1"."aggregate", 'no') <> 'yes') AS "injured_low",
  IF(
    COALESCE(
      BOOL_OR(
        (
          COALESCE("t1"."aggregate", 'no') <> 'yes'
        )
        AND (
          "t1"."injured_low" IS NOT NULL
        )
        AND (
          "t1"."injured_high" IS NULL
        )
      ),
      FALSE
    ),
    CAST(NULL AS BIGINT),
    SUM("t1"."injured_high") FILTER(WHERE
      COALESCE("t1"."aggregate", 'no') <> 'yes')
  ) AS "injured_high"
FROM (
  SELECT
    "t0"."place_id",
    "t0"."admin1",
    "t0"."control",
    "t0"."event_type",
    "t0"."sub_event_type",
    "t0"."weapon",
    "t0"."cluster_munition",
    "t0"."target_type",
    "t0"."__armenian_actor" AS "actor",
    "t0"."other_actor",
    "t0"."__armenian_attribution_status" AS "attribution_status",
    "t0"."harm_manner",
    "t0"."__armenian_harm_status" AS "harm_status",
    "t0"."involved",
    "t0"."location_precision",
    "t0"."date_start",
    "t0"."date_end",
    "t0"."date_precision",
    "t0"."aggregate",
    "t0"."__x",
    "t0"."__y",
    "t0"."__armenian_harmed" AS "__harmed",
    "t0"."__armenian_killed_low" AS "killed_low",
    "t0"."__armenian_killed_high" AS "killed_high",
    "t0"."__armenian_injured_low" AS "injured_low",
    "t0"."__armenian_injured_high" AS "injured_high",
    "t0"."__order",
    "t0"."longitude",
    "t0"."latitude",
    "t0"."uncertainty_m",
    1 AS "__number",
    "t0"."longitude" AS "__west",
    "t0"."latitude" AS "__south",
    "t0"."longitude" AS "__east",
    "t0"."latitude" AS "__north"
  FROM "incidents" AS "t0"
  WHERE
    "t0"."__armenian_says"
    AND (
      IF(
        CAST(@p1_actor AS ARRAY(VARCHAR)) IS NOT NULL,
        COALESCE(CONTAINS(CAST(@p1_actor AS ARRAY(VARCHAR)), "t0"."__armenian_actor"), FALSE),
        NULL
      )
      OR (
        NOT (
          COALESCE("t0"."__armenian_actor", '') <> ''
        )
        AND IF(
          CAST(@p1_actor AS ARRAY(VARCHAR)) IS NOT NULL,
          COALESCE(
            CONTAINS(CAST(@p1_actor AS ARRAY(VARCHAR)), COALESCE("t0"."__armenian_actor", '')),
            FALSE
          ),
          NULL
        )
      )
    )
    AND "t0"."__armenian_harmed" >= CAST(@p1_min_harmed AS BIGINT)
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
    AND "t0"."latitude" >= CAST(@p1_bbox_1 AS DOUBLE)
    AND "t0"."latitude" <= CAST(@p1_bbox_3 AS DOUBLE)
    AND (
      (
        (
          "t0"."longitude" >= CAST(@p1_bbox_0 AS DOUBLE)
        )
        AND (
          "t0"."longitude" <= CAST(@p1_bbox_2 AS DOUBLE)
        )
      )
      OR (
        (
          CAST(@p1_bbox_0 AS DOUBLE) > CAST(@p1_bbox_2 AS DOUBLE)
        )
        AND (
          (
            "t0"."longitude" >= CAST(@p1_bbox_0 AS DOUBLE)
          )
          OR (
            "t0"."longitude" <= CAST(@p1_bbox_2 AS DOUBLE)
          )
        )
      )
    )
    AND STRPOS("t0"."__search", CAST(@p1_q_0 AS VARCHAR)) > 0
    AND STRPOS("t0"."__search", CAST(@p1_q_1 AS VARCHAR)) > 0
) AS "t1";

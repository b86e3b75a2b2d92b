#!/usr/bin/env bash
# mcp 2.3.0, the official SDK of the Model Context Protocol.
#
# Expected: a tool called with an argument that it does not have responds with an error, as it does to an argument of
#   the wrong type; or its schema says `additionalProperties`, so that the client knows better.
# Actual: the argument is silently dropped, and the tool is called without it. An assistant that misspells an optional
#   filter, or puts it one level too high, receives the figure for everything and presents it as the answer to its
#   question.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mcp==2.3.0
cd "$folder"
cat > ask.py <<'PYTHON'
import anyio
from mcp import Client
from mcp.server import MCPServer

server = MCPServer(name="counting")


@server.tool()
def count(country: str = "") -> str:
    """Count incidents, of one country if it is given."""
    return f"incidents in {country}: 12" if country else "incidents in all countries: 200"


async def ask():
    async with Client(server) as client:
        (tool,) = (await client.list_tools()).tools
        print("described:", tool.input_schema.get("additionalProperties", "nothing of further arguments"))
        for arguments in ({"country": "Armenia"}, {"countri": "Armenia"}, {"country": 5}):
            answer = await client.call_tool("count", arguments)
            print(arguments, "error" if answer.is_error else answer.content[0].text)


anyio.run(ask)
PYTHON
seen=$("$folder/venv/bin/python" ask.py 2>/dev/null)
echo "$seen"
grep -q "^described: nothing of further arguments$" <<<"$seen"
grep -q "^{'countri': 'Armenia'} incidents in all countries: 200$" <<<"$seen"
grep -q "^{'country': 5} error$" <<<"$seen"

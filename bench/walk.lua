-- SPDX-License-Identifier: Apache-2.0
-- For wrk: another page of the list each time, so that no two requests ask the same.  BENCH_FIRST
-- is the id that the first page begins below, BENCH_STEP how many lie between two pages.
dofile("bench/report.lua")

local id = tonumber(os.getenv("BENCH_FIRST"))
local step = tonumber(os.getenv("BENCH_STEP"))

function request()
    id = id - step
    return wrk.format("GET", string.format("%s?after=%d", wrk.path, id))
end

-- SPDX-License-Identifier: Apache-2.0
-- For wrk: posts the bodies of the file BENCH_BODIES in turn, each as a submission of its own.
dofile("bench/report.lua")

local bodies = {}
local count = 0
local headers = {
    ["Content-Type"] = "application/json",
    ["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN"),
}

for line in io.lines(os.getenv("BENCH_BODIES")) do
    bodies[#bodies + 1] = line
end

function request()
    count = count + 1
    headers["Idempotency-Key"] = string.format("%s-%09d", os.getenv("BENCH_RUN"), count)
    return wrk.format("POST", nil, headers, bodies[(count - 1) % #bodies + 1])
end

-- SPDX-License-Identifier: Apache-2.0
-- For wrk: villagers who report, and at the end how many were answered with 201.
local threads = {}

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"place":"421182102205","story":"路灯不亮，晚上看不见路。","kind":"appeal"}'

function setup(thread)
    table.insert(threads, thread)
end

function init()
    accepted = 0
end

function response(status)
    if status == 201 then
        accepted = accepted + 1
    end
end

function done()
    local sum = 0
    for _, thread in ipairs(threads) do
        sum = sum + thread:get("accepted")
    end
    io.write(string.format("accepted=%d\n", sum))
end

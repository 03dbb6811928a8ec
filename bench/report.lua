-- SPDX-License-Identifier: Apache-2.0
-- For wrk: says at the end what was measured, in one line.
function done(summary, latency)
    local errors = summary.errors
    io.write(string.format("measured rate=%.1f p50_us=%d p99_us=%d requests=%d errors=%d\n",
        summary.requests / summary.duration * 1e6, latency:percentile(50),
        latency:percentile(99), summary.requests,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end

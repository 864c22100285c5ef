-- One POST with the body and headers that run.sh names; ends with one line: calls/s, p50 us, p99 us, failed.
local file = assert(io.open(os.getenv("BENCH_BODY"), "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
file:close()
wrk.headers["Content-Type"] = "application/json"
for name, value in string.gmatch(os.getenv("BENCH_HEADERS") or "", "([^ =]+)=([^ ]+)") do
  wrk.headers[name] = string.gsub(value, "~", " ")
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("%.0f %.1f %.1f %d\n", summary.requests / (summary.duration / 1e6), latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end

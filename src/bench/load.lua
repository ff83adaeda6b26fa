-- For wrk: sends the calls of a file in turn, beginning at a random one, and prints what happened as one line of JSON.
-- A line is method, path, headers ("Name: value", apart by |) and body, apart by tabs. {unique} is another one in each call.
local calls = {}
local at = 0
local sent = 0
local run

function init(args)
   for line in io.lines(args[1]) do
      local method, path, fields, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
      local headers = {}
      for name, value in fields:gmatch("([^:|]+): ([^|]*)") do
         headers[name] = value
      end
      local call = wrk.format(method, path, headers, body ~= "" and body or nil)
      local begin, rest = call:match("^(.-){unique}(.*)$")
      calls[#calls + 1] = {begin = begin or call, rest = rest}
   end
   math.randomseed(os.time())
   at = math.random(#calls)
   run = string.format("%08x", math.random(0, 0x7fffffff))
end

function request()
   at = at % #calls + 1
   local call = calls[at]
   if not call.rest then
      return call.begin
   end
   sent = sent + 1
   return call.begin .. run .. "-" .. sent .. call.rest
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '{"requests": %d, "seconds": %.6f, "bytes": %d, "p50": %.3f, "p99": %.3f, "errors": %d}\n',
      summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
      errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end

-- What wrk asks for. Arguments: the work, the first number, how many numbers there are, the key of a sync engine.
-- `exchange` and `refresh` take each number once, because a code or an expired token is good for one; the others take
-- any, in no order. When the numbers run out, requests fail, and the benchmark counts that.
local work, first, count, key

local CODE = "0.AXEAbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789"
local VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXkdBjftJeZ4CVP-mB92K27u"
local BODY = '{"code":"' .. CODE .. '","code_verifier":"' .. VERIFIER .. '"}'
local next_number = 0

function init(args)
  work, first, count, key = args[1], tonumber(args[2]), tonumber(args[3]), args[4]
  math.randomseed(os.time())
end

local function any()
  return first + math.random(0, count - 1)
end

local function once()
  next_number = next_number + 1
  return first + next_number - 1
end

local function uuid(variant, number)
  return string.format("00000000-0000-4000-%s-%012x", variant, number)
end

local kinds = {
  ["constant"] = function() return "GET", "/constant" end,
  ["constant-token"] = function() return "GET", "/constant-token" end,
  ["one-post"] = function() return "POST", "/post", BODY end,
  ["hand-out"] = function() return "GET", "/v1/connections/" .. uuid("8000", any()) .. "/token" end,
  ["refresh"] = function() return "GET", "/v1/connections/" .. uuid("8000", once()) .. "/token" end,
  ["exchange"] = function()
    local number = once()
    local attempt = uuid("9001", number)
    local body = '{"origin_key":"bench-origin","return_key":"bench-return"}'
    return "POST", "/authorizations/" .. attempt .. "/returns", body, "latchkey-" .. attempt .. "=bench-browser"
  end,
  ["node-hand-out"] = function() return "GET", "/v1/connections/" .. uuid("8000", any()) .. "/token" end,
  ["node-exchange"] = function() return "POST", "/v1/connections/" .. uuid("8000", any()) .. "/exchange", BODY end,
  ["node-refresh"] = function() return "POST", "/v1/connections/" .. uuid("8000", any()) .. "/refresh" end,
}

function request()
  local method, path, body, cookie = kinds[work]()
  local headers = { ["Authorization"] = "Bearer " .. key }
  if body then headers["Content-Type"] = "application/json" end
  if cookie then
    headers["Cookie"] = cookie
    headers["Origin"] = "http://127.0.0.1:" .. wrk.port
    headers["Sec-Fetch-Site"] = "same-origin"
  end
  return wrk.format(method, path, headers, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'JSON {"requests":%d,"duration_us":%d,"p50_us":%.0f,"p99_us":%.0f,"broken":%d,"refused":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.timeout, errors.status
  ))
end

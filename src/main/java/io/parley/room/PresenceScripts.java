package io.parley.room;

/// The scripts of [RedisPresence], which Redis runs as a whole each. `KEYS` are a conversation's
/// `until`, `nodes` and `names`, or the one key of all conversations.
final class PresenceScripts {
  private static final String NOW =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      """;

  /// Finds those whose words have all expired, and who have not been taken out yet.
  private static final String EXPIRED =
      NOW
          + """
          local words = {}
          for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do
            local participant = string.sub(member, 1, 36)
            words[participant] = (words[participant] or 0) + 1
          end
          local expired, count = {}, 0
          for participant, all in pairs(words) do
            if all >= tonumber(redis.call('HGET', KEYS[2], participant) or 0) then
              expired[participant] = true
              count = count + 1
            end
          end
          """;

  /// ARGV: ttl, node, participant, name, expiry of the keys. Returns what is new: the ordinal of a
  /// [RedisPresence.Entry].
  static final String ENTER =
      EXPIRED
          + """
          local came = 0
          if redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[3] .. '|' .. ARGV[2]) == 1 then
            if redis.call('HINCRBY', KEYS[2], ARGV[3], 1) == 1 then came = 1 end
          end
          if expired[ARGV[3]] then came = 1 end
          local name = redis.call('HGET', KEYS[3], ARGV[3])
          if name ~= ARGV[4] then
            redis.call('HSET', KEYS[3], ARGV[3], ARGV[4])
            if name then came = 2 else came = 1 end
          end
          for i = 1, 3 do redis.call('PEXPIRE', KEYS[i], ARGV[5]) end
          return came
          """;

  /// ARGV: node, participant. Returns 1 if the participant is nowhere now, also if Redis was
  /// unavailable when they came, and has not heard of them.
  static final String LEAVE =
      """
      if redis.call('ZREM', KEYS[1], ARGV[2] .. '|' .. ARGV[1]) == 0 then
        return 1 - redis.call('HEXISTS', KEYS[2], ARGV[2])
      end
      if redis.call('HINCRBY', KEYS[2], ARGV[2], -1) > 0 then return 0 end
      redis.call('HDEL', KEYS[2], ARGV[2])
      redis.call('HDEL', KEYS[3], ARGV[2])
      return 1
      """;

  /// ARGV: ttl, node, expiry of the keys, then participant, name, … Returns the participants who
  /// were not there.
  static final String RENEW =
      EXPIRED
          + """
          local came = {}
          for i = 4, #ARGV, 2 do
            if redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[i] .. '|' .. ARGV[2]) == 1 then
              redis.call('HSETNX', KEYS[3], ARGV[i], ARGV[i + 1])
              if redis.call('HINCRBY', KEYS[2], ARGV[i], 1) == 1 then expired[ARGV[i]] = true end
            end
            if expired[ARGV[i]] then came[#came + 1] = ARGV[i] end
          end
          for i = 1, 3 do redis.call('PEXPIRE', KEYS[i], ARGV[3]) end
          return came
          """;

  /// Takes out what has expired. Returns participant, name, … of those who are nowhere now.
  static final String SWEEP =
      NOW
          + """
          local left = {}
          for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 1000)) do
            redis.call('ZREM', KEYS[1], member)
            local participant = string.sub(member, 1, 36)
            if redis.call('HINCRBY', KEYS[2], participant, -1) <= 0 then
              left[#left + 1] = participant
              left[#left + 1] = redis.call('HGET', KEYS[3], participant) or ''
              redis.call('HDEL', KEYS[2], participant)
              redis.call('HDEL', KEYS[3], participant)
            end
          end
          return left
          """;

  /// Returns participant, name, … of all who are there.
  static final String PARTICIPANTS =
      EXPIRED
          + """
          local present = {}
          local names = redis.call('HGETALL', KEYS[3])
          for i = 1, #names, 2 do
            if not expired[names[i]] then
              present[#present + 1] = names[i]
              present[#present + 1] = names[i + 1]
            end
          end
          return present
          """;

  /// ARGV: participant. Returns the name, if they are there.
  static final String FIND =
      EXPIRED + "return not expired[ARGV[1]] and redis.call('HGET', KEYS[3], ARGV[1])";

  /// ARGV: ttl, then the conversations that people of this node are in.
  static final String INHABIT =
      NOW
          + """
          for i = 2, #ARGV do redis.call('ZADD', KEYS[1], 'GT', now + ARGV[1], ARGV[i]) end
          redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
          redis.call('PEXPIRE', KEYS[1], ARGV[1])
          return 0
          """;

  /// ARGV: how many. Returns the conversations that somebody was in of late.
  static final String INHABITED =
      NOW + "return redis.call('ZREVRANGEBYSCORE', KEYS[1], '+inf', now, 'LIMIT', 0, ARGV[1])";

  /// Returns how many are there.
  static final String COUNT = EXPIRED + "return redis.call('HLEN', KEYS[3]) - count";

  private PresenceScripts() {}
}

-- FARMFINGERPRINT64: FarmHash's fingerprint of 64 bits. Numbers wrap around at 64 bits, as they do in the original.
CREATE OR REPLACE FUNCTION starlift_sandbox.wrap64(value numeric) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT (CASE WHEN m > 9223372036854775807 THEN m - 18446744073709551616
    WHEN m < -9223372036854775808 THEN m + 18446744073709551616 ELSE m END)::bigint
    FROM (SELECT value % 18446744073709551616 AS m) AS modulo $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.fetch64(bytes bytea, at int) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT ('x' || encode(starlift_sandbox.reversed(substr(bytes, at + 1, 8)), 'hex'))::bit(64)::bigint $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.fetch32(bytes bytea, at int) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT ('x00000000' || encode(starlift_sandbox.reversed(substr(bytes, at + 1, 4)), 'hex'))::bit(64)::bigint $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.shift64(value bigint, by int) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT (value >> by) & ((1::bigint << (64 - by)) - 1) $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.rotate64(value numeric, by int) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT starlift_sandbox.shift64(w, by) | (w << (64 - by)) FROM (SELECT starlift_sandbox.wrap64(value) AS w) AS wrapped $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.mix64(value bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT value # starlift_sandbox.shift64(value, 47) $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.join64(u numeric, v numeric, mul bigint) RETURNS bigint
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  second bigint := starlift_sandbox.wrap64(v);
  a bigint := starlift_sandbox.mix64(starlift_sandbox.wrap64((starlift_sandbox.wrap64(u) # second)::numeric * mul));
BEGIN
  RETURN starlift_sandbox.wrap64(
    starlift_sandbox.mix64(starlift_sandbox.wrap64((second # a)::numeric * mul))::numeric * mul);
END $$;
CREATE OR REPLACE FUNCTION starlift_sandbox.weak64(bytes bytea, at int, first numeric, second numeric) RETURNS bigint[]
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  z numeric := starlift_sandbox.fetch64(bytes, at + 24);
  a numeric := first + starlift_sandbox.fetch64(bytes, at);
  b numeric := starlift_sandbox.rotate64(second + a + z, 21);
  c numeric := a;
BEGIN
  a := a + starlift_sandbox.fetch64(bytes, at + 8) + starlift_sandbox.fetch64(bytes, at + 16);
  b := b + starlift_sandbox.rotate64(a, 44);
  RETURN ARRAY[starlift_sandbox.wrap64(a + z), starlift_sandbox.wrap64(b + c)];
END $$;

CREATE OR REPLACE FUNCTION starlift_sandbox.fingerprint64(bytes bytea) RETURNS bigint
  LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = starlift_sandbox, pg_catalog AS $$
DECLARE
  k0 constant bigint := -4348849565147123417;
  k1 constant bigint := -5435081209227447693;
  k2 constant bigint := -7286425919675154353;
  size constant int := octet_length(bytes);
  mul bigint := wrap64(k2::numeric + size * 2);
  at int := 0;
  last int;
  a numeric; b numeric; c numeric; d numeric; e numeric; f numeric; g numeric; h numeric;
  x bigint; y bigint; z bigint; swapped bigint;
  v bigint[] := ARRAY[0, 0];
  w bigint[] := ARRAY[0, 0];
BEGIN
  IF size = 0 THEN
    RETURN k2;
  ELSIF size < 4 THEN
    y := get_byte(bytes, 0) + (get_byte(bytes, size >> 1) << 8);
    z := size + (get_byte(bytes, size - 1) << 2);
    RETURN wrap64(mix64(wrap64(y::numeric * k2) # wrap64(z::numeric * k0))::numeric * k2);
  ELSIF size < 8 THEN
    RETURN join64(size + (fetch32(bytes, 0) << 3), fetch32(bytes, size - 4), mul);
  ELSIF size <= 16 THEN
    a := fetch64(bytes, 0)::numeric + k2;
    b := fetch64(bytes, size - 8);
    RETURN join64(rotate64(b, 37)::numeric * mul + a, (rotate64(a, 25)::numeric + b) * mul, mul);
  ELSIF size <= 64 THEN
    a := fetch64(bytes, 0)::numeric * (CASE WHEN size <= 32 THEN k1 ELSE k2 END);
    b := fetch64(bytes, 8);
    c := fetch64(bytes, size - 8)::numeric * mul;
    d := fetch64(bytes, size - 16)::numeric * k2;
    e := rotate64(a + b, 43)::numeric + rotate64(c, 30) + d;
    f := a + rotate64(b + k2, 18) + c;
    IF size <= 32 THEN
      RETURN join64(e, f, mul);
    END IF;
    z := join64(e, f, mul);
    g := (e + fetch64(bytes, size - 32)) * mul;
    h := (z::numeric + fetch64(bytes, size - 24)) * mul;
    e := fetch64(bytes, 16)::numeric * mul;
    f := fetch64(bytes, 24);
    RETURN join64(rotate64(e + f, 43)::numeric + rotate64(g, 30) + h, e + rotate64(f + a, 18) + g, mul);
  END IF;
  y := wrap64(81::numeric * k1 + 113);
  z := wrap64(mix64(wrap64(y::numeric * k2 + 113))::numeric * k2);
  x := wrap64(81::numeric * k2 + fetch64(bytes, 0));
  last := (size - 1) / 64 * 64;
  mul := k1;
  LOOP
    -- The last 64 bytes go through once more, with another factor.
    IF at = last THEN
      mul := wrap64(k1::numeric + ((z & 255) << 1));
      at := size - 64;
      w[1] := wrap64(w[1]::numeric + ((size - 1) & 63));
      v[1] := wrap64(v[1]::numeric + w[1]);
      w[1] := wrap64(w[1]::numeric + v[1]);
      last := -1;
    END IF;
    x := wrap64(rotate64(x::numeric + y + v[1] + fetch64(bytes, at + 8), 37)::numeric * mul);
    y := wrap64(rotate64(y::numeric + v[2] + fetch64(bytes, at + 48), 42)::numeric * mul);
    x := x # wrap64(w[2]::numeric * CASE WHEN last < 0 THEN 9 ELSE 1 END);
    y := wrap64(y::numeric + v[1]::numeric * CASE WHEN last < 0 THEN 9 ELSE 1 END + fetch64(bytes, at + 40));
    z := wrap64(rotate64(z::numeric + w[1], 33)::numeric * mul);
    v := weak64(bytes, at, v[2]::numeric * mul, x::numeric + w[1]);
    w := weak64(bytes, at + 32, z::numeric + w[2], y::numeric + fetch64(bytes, at + 16));
    swapped := z;
    z := x;
    x := swapped;
    EXIT WHEN last < 0;
    at := at + 64;
  END LOOP;
  RETURN join64(
    join64(v[1], w[1], mul)::numeric + mix64(y)::numeric * k0 + z, join64(v[2], w[2], mul)::numeric + x, mul);
END $$;
CREATE OR REPLACE FUNCTION pg_catalog.farmfingerprint64(text) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT starlift_sandbox.fingerprint64(convert_to($1, 'UTF8')) $$;
CREATE OR REPLACE FUNCTION pg_catalog.farmfingerprint64(bytea) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT starlift_sandbox.fingerprint64($1) $$;

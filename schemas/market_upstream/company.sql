CREATE TABLE upstream.company (
  symbol     VARCHAR(20)    NOT NULL PRIMARY KEY,
  name       VARCHAR(100)   NOT NULL,
  lastsale   DECIMAL(12,4),
  marketcap  DECIMAL(20,2),  -- in dollars: $1.23B is 1,230,000,000
  ipoyear    INTEGER,
  sector     VARCHAR(30),
  industry   VARCHAR(100)
);

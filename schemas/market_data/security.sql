CREATE TABLE staging.security (
  securityid  INTEGER       NOT NULL PRIMARY KEY,
  symbol      VARCHAR(20)   NOT NULL UNIQUE,
  name        VARCHAR(100)  NOT NULL,
  lastsale    DECIMAL(12,4),
  marketcap   DECIMAL(20,2),
  ipoyear     INTEGER,
  sectorid    INTEGER,                           -- a security without one is in no market data
  industryid  INTEGER,
  updated_on  DATE
)
BACKUP NO
DISTKEY (symbol)
SORTKEY (symbol);

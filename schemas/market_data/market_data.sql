CREATE TABLE olap.market_data (
  eod_date       DATE           NOT NULL,
  securityid     INTEGER        ENCODE zstd,
  symbol         VARCHAR(20)    NOT NULL,
  open_price     DECIMAL(12,4)  ENCODE zstd,
  high_price     DECIMAL(12,4)  ENCODE zstd,
  low_price      DECIMAL(12,4)  ENCODE zstd,
  eod_price      DECIMAL(12,4)  ENCODE zstd,
  volume         BIGINT         ENCODE zstd,
  industryid     INTEGER        ENCODE zstd,
  industry_name  VARCHAR(100)   ENCODE zstd,
  sectorid       INTEGER        ENCODE zstd,
  sector_name    VARCHAR(30)    ENCODE bytedict,
  security_name  VARCHAR(100)   ENCODE zstd,
  lastsale       DECIMAL(12,4)  ENCODE zstd,
  marketcap      DECIMAL(20,2)  ENCODE zstd,
  ipoyear        INTEGER        ENCODE zstd,
  PRIMARY KEY (eod_date, symbol)
)
DISTKEY (symbol)
SORTKEY (eod_date, symbol);

COMMENT ON TABLE olap.market_data IS 'End-of-day prices with their security, one row per trading date and symbol';

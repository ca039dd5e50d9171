CREATE TABLE staging.eod_price (
  symbol      VARCHAR(20)    NOT NULL,
  eod_date    DATE           NOT NULL,
  open_price  DECIMAL(12,4),                     -- exact: a price is not a DOUBLE
  high_price  DECIMAL(12,4),
  low_price   DECIMAL(12,4),
  eod_price   DECIMAL(12,4),
  volume      BIGINT,
  PRIMARY KEY (symbol, eod_date)
)
BACKUP NO
DISTKEY (symbol)
SORTKEY (eod_date, symbol);

CREATE TABLE upstream.eod_price (
  symbol      VARCHAR(20)    NOT NULL,
  eod_date    DATE           NOT NULL,
  open_price  DECIMAL(12,4),
  high_price  DECIMAL(12,4),
  low_price   DECIMAL(12,4),
  eod_price   DECIMAL(12,4),
  volume      BIGINT,
  PRIMARY KEY (symbol, eod_date)
);

-- Fills one trading date of olap.market_data from the staging tables. It runs inside the transaction
-- of a release, so it neither commits nor truncates; the release makes sure that the staging tables
-- hold the files of this release and nothing else.
CREATE OR REPLACE PROCEDURE staging.load_market_data(p_eod_date DATE)
AS $$
BEGIN
  DELETE FROM olap.market_data WHERE eod_date = p_eod_date;

  -- Inner joins on purpose: a price without a security, and a security without sector or industry,
  -- are not market data.
  INSERT INTO olap.market_data (
    eod_date, securityid, symbol, open_price, high_price, low_price, eod_price, volume,
    industryid, industry_name, sectorid, sector_name, security_name, lastsale, marketcap, ipoyear)
  SELECT
    price.eod_date, security.securityid, price.symbol,
    price.open_price, price.high_price, price.low_price, price.eod_price, price.volume,
    industry.industryid, industry.industry_name, sector.sectorid, sector.sector_name,
    security.name, security.lastsale, security.marketcap, security.ipoyear
  FROM staging.eod_price AS price
  INNER JOIN staging.security AS security ON security.symbol = price.symbol
  INNER JOIN staging.sector AS sector ON sector.sectorid = security.sectorid
  INNER JOIN staging.industry AS industry ON industry.industryid = security.industryid
  WHERE price.eod_date = p_eod_date;
END;
$$ LANGUAGE plpgsql;

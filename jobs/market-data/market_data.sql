-- Left joins, and checks in the job: a row that an inner join would drop is a reject with a reason.
SELECT
  price.eod_date, security.securityid, price.symbol,
  price.open_price, price.high_price, price.low_price, price.eod_price, price.volume,
  industry.industryid, industry.industry_name, sector.sectorid, sector.sector_name,
  security.name AS security_name, security.lastsale, security.marketcap, security.ipoyear
FROM eod_price AS price
LEFT JOIN security ON security.symbol = price.symbol
LEFT JOIN sector ON sector.sectorid = security.sectorid
LEFT JOIN industry ON industry.industryid = security.industryid
WHERE price.eod_date = :date

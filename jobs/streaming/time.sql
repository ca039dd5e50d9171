SELECT DISTINCT
  start_time,
  CAST(hour(start_time) AS SMALLINT) AS hour,
  CAST(day(start_time) AS SMALLINT) AS day,
  CAST(weekofyear(start_time) AS SMALLINT) AS week,        -- ISO
  CAST(month(start_time) AS SMALLINT) AS month,
  CAST(year(start_time) AS SMALLINT) AS year,
  CAST(dayofweek(start_time) - 1 AS SMALLINT) AS weekday   -- Sunday = 0
FROM songplays

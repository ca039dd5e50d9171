-- Songs of one artist name it in several ways. What is known of a place goes before what is not,
-- then the newest song; the song's own id leaves nothing to chance.
WITH songs AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY artist_id
      ORDER BY
        artist_location IS NULL,
        artist_latitude IS NULL OR artist_longitude IS NULL,
        year DESC NULLS LAST,
        song_id
    ) AS place
  FROM staging_songs
)
SELECT
  artist_id,
  artist_name AS name,
  artist_location AS location,
  artist_latitude AS latitude,
  artist_longitude AS longitude
FROM songs
WHERE place = 1

CREATE TABLE iris.iris (
  sepal_length DECIMAL(4,2) NOT NULL, -- centimetres, as are the others
  sepal_width  DECIMAL(4,2) NOT NULL,
  petal_length DECIMAL(4,2) NOT NULL,
  petal_width  DECIMAL(4,2) NOT NULL,
  species      VARCHAR(32)  NOT NULL
)
DISTSTYLE ALL;

package dev.starlift.sandbox;

import static dev.starlift.sandbox.SharedSandbox.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions of Redshift and what its developer guide says they give. */
class RedshiftExpressionTest {
  private static Connection connection;

  @BeforeAll
  static void connect() throws SQLException {
    connection = SharedSandbox.connect("producer");
  }

  @AfterAll
  static void disconnect() throws SQLException {
    connection.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      textBlock =
          """
          DATEADD(year, 18, date '2008-02-28')                          § 2026-02-28 00:00:00
          DATEADD(mon, 1, '2008-01-31'::date)                           § 2008-02-29 00:00:00
          DATEADD(minute, 5, '2008-01-31 23:58:00'::timestamp)          § 2008-02-01 00:03:00
          DATEADD(hh, -2, time '13:24:55')                              § 11:24:55
          DATEDIFF(week, date '2009-01-01', date '2009-12-31')          § 52
          DATEDIFF(qtr, date '1998-07-01', date '2008-09-30')           § 40
          DATEDIFF(hour, timestamp '2009-01-01 00:59', timestamp '2009-01-01 01:00') § 1
          DATE_PART(minute, timestamp '2023-01-04 04:05:06.789')        § 5.0
          DATE_PART(w, timestamp '2008-06-17 09:44:54')                 § 25.0
          DATE_PART('dow', date '2024-01-07')                           § 0.0
          DATE_PART(weekday, date '2024-01-06')                         § 6.0
          EXTRACT(month FROM date '2008-02-28')                         § 2
          EXTRACT(qtr FROM timestamp '2008-11-28 10:00')                § 4
          EXTRACT(ms FROM timestamp '2009-09-09 12:08:43.101')          § 101
          EXTRACT(epoch FROM timestamp '1970-01-02 00:00')              § 86400
          DATE_TRUNC('mon', date '2008-09-30')                          § 2008-09-01 00:00:00
          DATE_TRUNC('week', timestamp '2008-09-07 10:00')              § 2008-09-01 00:00:00
          LAST_DAY(date '2008-02-10')                                   § 2008-02-29
          ADD_MONTHS(date '2008-02-29', 12)                             § 2009-02-28 00:00:00
          ADD_MONTHS('2008-03-31'::date, 1)                             § 2008-04-30 00:00:00
          MONTHS_BETWEEN(date '1969-01-18', date '1969-03-18')          § -2.0
          NEXT_DAY(date '2014-08-20', 'Tuesday')                        § 2014-08-26
          CONVERT_TIMEZONE('EST', 'PST', timestamp '2008-03-05 09:21:13') § 2008-03-05 06:21:13
          CONVERT_TIMEZONE('GMT', timestamp '2013-02-01 03:00:00')      § 2013-02-01 03:00:00
          TRUNC(timestamp '2011-07-21 10:32:38.248109')                 § 2011-07-21
          TO_CHAR(timestamp '2009-12-31 23:15:59', 'MONTH-DY-DD-YYYY HH12:MIPM') § DECEMBER -THU-31-2009 11:15PM
          TO_DATE('02 Oct 2001', 'DD Mon YYYY')                         § 2001-10-02
          DATE_CMP(date '2008-01-04', date '2008-01-01')                § 1
          LEN('cat   ')                                                 § 6
          LEN(1234)                                                     § 4
          SUBSTRING(12345, 2, 3)                                        § 234
          LEN('français')                                               § 8
          CHARINDEX('fish', 'dogfish')                                  § 4
          STRPOS('dogfish', 'fish')                                     § 4
          LEFT('Chicago', 3) || RIGHT('Chicago', 2)                     § Chigo
          CONCAT('December 25, ', '2008')                               § December 25, 2008
          CONCAT('a', NULL) IS NULL                                     § t
          'a' + 'b'::varchar                                            § ab
          REPLICATE('ab', 2)                                            § abab
          REVERSE('abc')                                                § cba
          INITCAP('nibh.enim@egestas.ca')                               § Nibh.Enim@Egestas.Ca
          UPPER('éa')                                                   § ÉA
          TRANSLATE('mint tea', 'inea', 'osin')                         § most tin
          BTRIM('xyzaxyzbxyzcxyz', 'xyz')                               § axyzbxyzc
          SPLIT_PART('abc$def$ghi', '$', 2)                             § def
          REGEXP_REPLACE('Fitness & Dance, Fit!', 'Fit', '')            § ness & Dance, !
          REGEXP_REPLACE('the fox', 'FOX', 'quick brown fox', 1, 'i')   § the quick brown fox
          REGEXP_REPLACE('abc-def', '(\\\\w+)-(\\\\w+)', '$2-$1')         § def-abc
          REGEXP_SUBSTR('the fox', 'FOX', 1, 1, 'i')                    § fox
          REGEXP_SUBSTR('abc', 'x') = ''                                § t
          REGEXP_INSTR('The Home Depot Center', '[cC]ent(er|re)$')      § 16
          REGEXP_COUNT('abcdefghijklmnopqrstuvwxyz', '[a-z]{3}')        § 8
          STRTOL('abcd1234', 16)                                        § 2882343476
          STRTOL('110101', 2)                                           § 53
          TO_HEX(2147483647)                                            § 7fffffff
          FROM_HEX('6162') = TO_VARBYTE('ab', 'UTF-8')                  § t
          MD5('Amazon Redshift')                                        § f7415e33f972c03abd4f3fed36748f7a
          SHA1('Amazon Redshift')                                       § eeac5ed1e11cda66032c30ad77b25071b5487f55
          SHA2('a', 224)                                                § abd37534c7d9a2efb9465de931cd7055ffdb8879563ae98078d6d6d5
          FNV_HASH(1)                                                   § -5968735742475085980
          FNV_HASH(1::smallint)                                         § 589727492704079044
          FNV_HASH(1::bigint)                                           § -8517097267634966620
          FNV_HASH('Amazon Redshift')                                   § 7783490368944507294
          FNV_HASH('Amazon Redshift', FNV_HASH(1))                      § -2202602717770968555
          FNV_HASH('cd', FNV_HASH('ab')) = FNV_HASH('abcd')             § t
          CRC32('Amazon Redshift')                                      § f2726906
          MURMUR3_32_HASH(1)                                            § 1392991556
          MURMUR3_32_HASH('Amazon Redshift')                            § -1563580564
          MURMUR3_32_HASH('abcd')                                       § 1139631978
          MURMUR3_32_HASH('cd', MURMUR3_32_HASH('ab'))                  § 1711522338
          FARMFINGERPRINT64('Amazon Redshift')                          § 8085098817162212970
          FARMFINGERPRINT64('Amazon Redshift'::varbyte)                 § 8085098817162212970
          FARMFINGERPRINT64(REPEAT('ab', 20))                           § -1667097326275720742
          FARMFINGERPRINT64(REPEAT('ab', 100))                          § 3793065838716207133
          NVL(NULL, NULL, 3)                                            § 3
          NVL2('a'::varchar, 'there', 'none')                           § there
          NVL2(NULL::varchar, 'there', NVL2(1, 'x', 'y'))               § x
          DECODE(2, 1, 'a', 2, 'b', 'c')                                § b
          DECODE(NULL::int, NULL, 'null', 1, 'one')                     § null
          DECODE(9, 1, DECODE(1, 1, 'x'), DECODE(2, 2, 'deep'))         § deep
          DECODE(5, 1, 'a') IS NULL                                     § t
          CONVERT(integer, '12')                                        § 12
          CAST(12.7 AS DECIMAL)                                         § 13
          12.345::decimal(6,2)                                          § 12.35
          GREATEST(1, NULL, 3)                                          § 3
          COALESCE(NULL, 5)                                             § 5
          POSITION('d' IN 'abcd')                                       § 4
          7 / 2                                                         § 3
          -7 % 3                                                        § -1
          ROUND(28.05, 1)                                               § 28.1
          ROUND(2.345::float8, 2)                                       § 2.35
          TRUNC(115.87, 1)                                              § 115.8
          CEIL(-1.5)                                                    § -1
          POW(2, 3)                                                     § 8.0
          LOG(100)                                                      § 2.0
          LN(1)                                                         § 0.0
          SIGN(-5.2)                                                    § -1
          DEXP(0)                                                       § 1.0
          CBRT(8)                                                       § 2.0
          'abc' ILIKE 'A%'                                              § t
          'abc' SIMILAR TO '(a|b)%'                                     § t
          BIT_LENGTH('abc')                                             § 24
          OCTET_LENGTH('é')                                             § 2
          SOUNDEX('Amazon')                                             § A525
          IS_VALID_JSON('{"a":2}')                                      § t
          IS_VALID_JSON('[1,2')                                         § f
          IS_VALID_JSON_ARRAY('[1,2]')                                  § t
          JSON_ARRAY_LENGTH('[11,12,13,{"f1":1,"f2":[5,6]},14]')        § 5
          JSON_ARRAY_LENGTH('[11,12', true) IS NULL                     § t
          JSON_EXTRACT_PATH_TEXT('{"f2":{"f3":1},"f4":{"f5":99,"f6":"star"}}', 'f4', 'f6') § star
          JSON_EXTRACT_PATH_TEXT('{"f2":{"f3":1', 'f2', true) IS NULL   § t
          JSON_EXTRACT_ARRAY_ELEMENT_TEXT('[111,112,113]', 2)           § 113
          JSON_SERIALIZE(JSON_PARSE('[10001, 10002, {"a": "b"}]'))      § [10001,10002,{"a":"b"}]
          JSON_TYPEOF(JSON_PARSE('"x"'))                                § string
          GET_ARRAY_LENGTH(ARRAY(1, 50, NULL, 'text'))                  § 4
          JSON_SERIALIZE(ARRAY_CONCAT(ARRAY(1, 2), ARRAY('a')))         § [1,2,"a"]
          JSON_SERIALIZE(ARRAY_FLATTEN(ARRAY(1, ARRAY(2, 3))))          § [1,2,3]
          JSON_SERIALIZE(SUBARRAY(ARRAY('a', 'b', 'c', 'd'), 1, 2))     § ["b","c"]
          JSON_SERIALIZE(SPLIT_TO_ARRAY('12|345', '|'))                 § ["12","345"]
          JSON_SERIALIZE(OBJECT('a', 1))                                § {"a":1}
          IS_ARRAY(JSON_PARSE('[1]'))                                   § t
          IS_INTEGER(JSON_PARSE('5'))                                   § t
          IS_VARCHAR(JSON_PARSE('"5"'))                                 § t
          CAST(JSON_PARSE('"text"') AS varchar)                         § text
          JSON_PARSE('5')::int + 1                                      § 6
          JSON_PARSE('5') > 4                                           § t
          CURRENT_DATABASE()                                            § dev
          PG_BACKEND_PID() > 0                                          § t
          SYSDATE <= GETDATE() + INTERVAL '1 day'                       § t
          CURRENT_USER_ID > 0                                           § t
          """)
  void givesWhatTheGuideSays(String expression, String value) throws SQLException {
    assertThat(rows(connection, "SELECT " + expression)).containsExactly(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      textBlock =
          """
          LISTAGG(a) § 12234
          LISTAGG(a, ',') WITHIN GROUP (ORDER BY a DESC) § 4,3,2,2,1
          LISTAGG(DISTINCT a, '|') WITHIN GROUP (ORDER BY a) § 1|2|3|4
          LISTAGG(NVL(b, 'none'), '') WITHIN GROUP (ORDER BY a, b) § xyznonew
          AVG(a) § 2
          AVG(a::numeric(5,2)) > 2.3 § t
          AVG(a::float8) § 2.4
          MEDIAN(a) § 2.0
          APPROXIMATE COUNT(DISTINCT a) § 4
          ANY_VALUE(1) § 1
          STDDEV_SAMP(a) > 1 § t
          PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY a) § 2.0
          SUM(DECODE(a, 2, 1, 0)) § 2
          BOOL_OR(a = 4) § t
          """)
  void aggregatesGiveWhatTheGuideSays(String expression, String value) throws SQLException {
    assertThat(
            rows(
                connection,
                "SELECT %s FROM (SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, 'y' UNION ALL SELECT 2, 'z' UNION ALL SELECT 3, NULL UNION ALL SELECT 4, 'w') t"
                    .formatted(expression)))
        .containsExactly(value);
  }
}

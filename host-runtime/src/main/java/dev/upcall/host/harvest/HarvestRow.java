package dev.upcall.host.harvest;

import dev.upcall.core.wire.Bytes;
import dev.upcall.host.gateway.UpcallKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A sample as a row of the table and back. */
final class HarvestRow {
  private HarvestRow() {}

  /** Sets the parameters of {@link HarvestSchema#INSERT}. */
  static void set(PreparedStatement insert, HarvestSample sample) throws SQLException {
    int n = 1;
    insert.setLong(n++, Integer.toUnsignedLong(sample.key().device()));
    insert.setLong(n++, Integer.toUnsignedLong(sample.key().boot()));
    insert.setLong(n++, Integer.toUnsignedLong(sample.key().sequence()));
    insert.setObject(
        n++, sample.answered().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
    insert.setString(n++, sample.project());
    insert.setString(n++, sample.signature());
    insert.setString(n++, sample.inputKey());
    insert.setString(n++, sample.deviceName());
    insert.setString(n++, sample.board());
    insert.setInt(n++, sample.stage());
    insert.setBoolean(n++, sample.audit());
    insert.setBytes(n++, sample.sample().toArray());
    insert.setInt(n++, sample.deviceClass());
    insert.setBytes(n++, sample.deviceScores().toArray());
    insert.setInt(n++, sample.hostClass());
    insert.setFloat(n++, sample.confidence());
    insert.setString(n++, sample.members());
    insert.setString(n, HarvestSample.text(sample.votes()));
  }

  /** The sample of the row that {@code row} stands at, of a query for all columns. */
  static HarvestSample of(ResultSet row) throws SQLException {
    return new HarvestSample(
        new UpcallKey(
            (int) row.getLong("device"), (int) row.getLong("boot"), (int) row.getLong("sequence")),
        row.getObject("answered_at", OffsetDateTime.class).toInstant(),
        row.getString("project"),
        row.getString("signature"),
        row.getString("input_key"),
        row.getString("device_name"),
        row.getString("board"),
        row.getInt("stage"),
        row.getBoolean("audit"),
        Bytes.of(row.getBytes("sample")),
        row.getInt("device_class"),
        Bytes.of(row.getBytes("device_scores")),
        row.getInt("host_class"),
        row.getFloat("confidence"),
        row.getString("members"),
        HarvestSample.votes(row.getString("votes")));
  }
}

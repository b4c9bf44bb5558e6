package dev.upcall.host.harvest;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The tables, in the SQL that H2 (in PostgreSQL's mode) and PostgreSQL share; nothing here or in
 * {@link HarvestStore} asks which of them it talks to. Unsigned numbers of the wire are BIGINT.
 */
final class HarvestSchema {
  /** Of what is written here; kept in the store. */
  static final int VERSION = 1;

  private static final String CREATE_VERSION =
      "CREATE TABLE IF NOT EXISTS upcall_harvest_version (version INTEGER NOT NULL PRIMARY KEY)";

  private static final String CREATE_SAMPLES =
      """
      CREATE TABLE IF NOT EXISTS upcall_harvest (
        device BIGINT NOT NULL,
        boot BIGINT NOT NULL,
        sequence BIGINT NOT NULL,
        answered_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
        project VARCHAR(48) NOT NULL,
        signature CHAR(64) NOT NULL,
        input_key CHAR(64) NOT NULL,
        device_name VARCHAR(255) NOT NULL,
        board VARCHAR(255) NOT NULL,
        stage SMALLINT NOT NULL,
        audit BOOLEAN NOT NULL,
        sample BYTEA NOT NULL,
        device_class INTEGER NOT NULL,
        device_scores BYTEA NOT NULL,
        host_class INTEGER NOT NULL,
        confidence REAL NOT NULL,
        members VARCHAR(4096) NOT NULL,
        votes VARCHAR(4096) NOT NULL,
        PRIMARY KEY (device, boot, sequence))
      """;

  private static final String CREATE_INDEX =
      "CREATE INDEX IF NOT EXISTS upcall_harvest_answered_at ON upcall_harvest (answered_at)";

  static final String INSERT =
      """
      INSERT INTO upcall_harvest (device, boot, sequence, answered_at, project, signature,
        input_key, device_name, board, stage, audit, sample, device_class, device_scores,
        host_class, confidence, members, votes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private HarvestSchema() {}

  /**
   * Makes the tables where they are missing; commits.
   *
   * @throws UpcallException UP3202 if a newer version wrote the store
   */
  static void prepare(Connection connection, HarvestPlace place) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(CREATE_VERSION);
      int found = version(statement);
      if (found > VERSION) {
        connection.rollback();
        throw Diagnostic.of(HostCode.HARVEST_NEWER, place)
            .found("version %d of its tables", found)
            .need("at most version %d", VERSION)
            .fix("use the Upcall that wrote it, or begin another store")
            .toException();
      }
      if (found == 0) {
        statement.execute(CREATE_SAMPLES);
        statement.execute(CREATE_INDEX);
        statement.execute(
            "INSERT INTO upcall_harvest_version (version) VALUES ("
                + VERSION
                + ") ON CONFLICT DO NOTHING");
      }
      connection.commit();
    }
  }

  private static int version(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT MAX(version) FROM upcall_harvest_version")) {
      row.next();
      return row.getInt(1);
    }
  }
}

package dev.upcall.host.harvest;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import dev.upcall.host.PrivateFolder;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;

/**
 * A connection to a harvest store, to add samples and to forget old ones. Several processes may
 * have one each to the same store. Not thread-safe.
 */
public final class HarvestStore implements AutoCloseable {
  /** Two processes that make the same tables at once can get in each other's way. */
  private static final int ATTEMPTS = 3;

  private static final int CONNECT_SECONDS = 10;

  private final Connection connection;

  private HarvestStore(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens a store, or begins one.
   *
   * @throws UpcallException UP3201 if it cannot be, UP3202 if a newer version wrote it
   */
  public static HarvestStore open(HarvestPlace place) {
    try {
      return connect(place);
    } catch (SQLException e) {
      throw cannotOpen(place, e);
    }
  }

  /** Says why a store cannot be opened. */
  static UpcallException cannotOpen(HarvestPlace place, SQLException reason) {
    return Diagnostic.of(HostCode.HARVEST_OPEN, place)
        .found("%s", firstLine(reason))
        .need(
            place.folder().isPresent()
                ? "a folder that may be written to"
                : "a database that the user may make tables in")
        .toException();
  }

  static String firstLine(Exception reason) {
    return String.valueOf(reason.getMessage()).lines().findFirst().orElse("no reason");
  }

  static HarvestStore connect(HarvestPlace place) throws SQLException {
    // Where the first process serves the others; H2 would listen on all interfaces.
    if (System.getProperty("h2.bindAddress") == null) {
      System.setProperty("h2.bindAddress", "127.0.0.1");
    }
    Properties properties = new Properties();
    if (place.folder().isPresent()) {
      try {
        // Who reads H2's lock file may connect.
        PrivateFolder.make(place.folder().get());
      } catch (IOException e) {
        throw new SQLException("the folder cannot be made: " + e, e);
      }
      properties.setProperty("user", "sa");
      properties.setProperty("password", "");
    } else {
      place.password().ifPresent(word -> properties.setProperty("password", word));
      properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
      properties.setProperty("socketTimeout", String.valueOf(6 * CONNECT_SECONDS));
      properties.setProperty("ApplicationName", "upcall");
    }
    Connection connection = DriverManager.getConnection(place.url(), properties);
    try {
      connection.setAutoCommit(false);
      prepare(connection, place);
      return new HarvestStore(connection);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static void prepare(Connection connection, HarvestPlace place) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        HarvestSchema.prepare(connection, place);
        return;
      } catch (SQLException e) {
        connection.rollback();
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Adds samples whose keys are new, all in one transaction.
   *
   * @return how many were new
   * @throws SQLException if none was added
   */
  int add(List<HarvestSample> samples) throws SQLException {
    List<HarvestSample> sorted = samples.stream().sorted(HarvestSample.BY_KEY).toList();
    try (PreparedStatement insert = connection.prepareStatement(HarvestSchema.INSERT)) {
      for (HarvestSample sample : sorted) {
        HarvestRow.set(insert, sample);
        insert.addBatch();
      }
      int added = added(insert.executeBatch());
      connection.commit();
      return added;
    } catch (SQLException e) {
      rollBack();
      throw e;
    }
  }

  /** Rows of a batch; where a driver does not say how many, as when it rewrites inserts, 1 each. */
  static int added(int... counts) {
    return IntStream.of(counts).map(count -> count == Statement.SUCCESS_NO_INFO ? 1 : count).sum();
  }

  /**
   * Deletes what is beyond a retention, the oldest first.
   *
   * @return how many were deleted
   */
  int retain(HarvestRetention retention, Instant now) throws SQLException {
    try {
      int deleted = 0;
      if (retention.age().isPresent()) {
        deleted += deleteUntil(now.minus(retention.age().get()));
      }
      deleted +=
          deleteAllFrom(
              "SELECT answered_at FROM upcall_harvest ORDER BY answered_at DESC"
                  + " LIMIT 1 OFFSET ?",
              retention.samples());
      if (bytes() > retention.bytes()) {
        deleted +=
            deleteAllFrom(
                """
                SELECT answered_at FROM (
                  SELECT answered_at, SUM(OCTET_LENGTH(sample)) OVER (
                    ORDER BY answered_at DESC, device, boot, sequence) AS total
                  FROM upcall_harvest) AS sizes
                WHERE total > ? ORDER BY answered_at DESC LIMIT 1
                """,
                retention.bytes());
      }
      connection.commit();
      return deleted;
    } catch (SQLException e) {
      rollBack();
      throw e;
    }
  }

  /** Deletes from the time on that a query gives for a bound, backwards; nothing if none. */
  private int deleteAllFrom(String query, long bound) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setLong(1, bound);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? deleteUntil(row.getObject(1, OffsetDateTime.class).toInstant()) : 0;
      }
    }
  }

  private int deleteUntil(Instant last) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM upcall_harvest WHERE answered_at <= ?")) {
      delete.setObject(1, last.atOffset(ZoneOffset.UTC));
      return delete.executeUpdate();
    }
  }

  private long bytes() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT SUM(OCTET_LENGTH(sample)) FROM upcall_harvest")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** To read from; what is read is the connection's next transaction. */
  Connection connection() {
    return connection;
  }

  private void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is gone, and the transaction with it.
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException | RuntimeException e) {
      // Everything was committed or rolled back before.
    }
  }
}

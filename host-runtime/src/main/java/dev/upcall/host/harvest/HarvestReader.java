package dev.upcall.host.harvest;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import dev.upcall.host.gateway.UpcallKey;
import java.nio.file.Files;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads a harvest store, which may be written to meanwhile. */
public final class HarvestReader implements AutoCloseable {
  /** Rows in memory at a time. */
  private static final int PAGE = 200;

  private final HarvestPlace place;
  private final HarvestStore store;

  private HarvestReader(HarvestPlace place, HarvestStore store) {
    this.place = place;
    this.store = store;
  }

  /**
   * Opens a store that exists.
   *
   * @throws UpcallException UP3201 if there is none or it cannot be read, UP3202 if a newer version
   *     wrote it
   */
  public static HarvestReader open(HarvestPlace place) {
    if (place.folder().isPresent()
        && !Files.exists(place.folder().get().resolve("harvest.mv.db"))) {
      throw Diagnostic.of(HostCode.HARVEST_OPEN, place)
          .found("no harvest.mv.db in this folder")
          .need("the folder that upcall gateway --harvest was given")
          .toException();
    }
    return new HarvestReader(place, HarvestStore.open(place));
  }

  /**
   * Reads samples, the newest first; none that is added meanwhile.
   *
   * @param limit at most so many
   * @return how many there were
   */
  public int read(HarvestFilter filter, int limit, Consumer<HarvestSample> sink) {
    int read = 0;
    HarvestSample last = null;
    while (read < limit) {
      List<HarvestSample> page = page(filter, last, Math.min(PAGE, limit - read));
      if (page.isEmpty()) {
        break;
      }
      page.forEach(sink);
      read += page.size();
      last = page.get(page.size() - 1);
    }
    return read;
  }

  /** By key where the last page ended, so that no large result waits anywhere. */
  private List<HarvestSample> page(HarvestFilter filter, HarvestSample last, int rows) {
    String sql =
        "SELECT * FROM upcall_harvest WHERE "
            + filter.where()
            + (last == null ? "" : " AND (answered_at, device, boot, sequence) < (?, ?, ?, ?)")
            + " ORDER BY answered_at DESC, device DESC, boot DESC, sequence DESC LIMIT ?";
    try (PreparedStatement query = store.connection().prepareStatement(sql)) {
      int next = filter.set(query);
      if (last != null) {
        UpcallKey key = last.key();
        query.setObject(next++, last.answered().atOffset(ZoneOffset.UTC));
        query.setLong(next++, Integer.toUnsignedLong(key.device()));
        query.setLong(next++, Integer.toUnsignedLong(key.boot()));
        query.setLong(next++, Integer.toUnsignedLong(key.sequence()));
      }
      query.setInt(next, rows);
      List<HarvestSample> page = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          page.add(HarvestRow.of(row));
        }
      }
      store.connection().commit();
      return page;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Counts samples by the host's class, in the order of the classes that have any. */
  public List<HarvestCount> counts(HarvestFilter filter) {
    String sql =
        "SELECT host_class, COUNT(*) AS samples,"
            + " SUM(CASE WHEN device_class <> host_class THEN 1 ELSE 0 END) AS disagreeing,"
            + " SUM(CASE WHEN stage > 0 THEN 1 ELSE 0 END) AS maps,"
            + " AVG(confidence) AS sure, MIN(answered_at) AS oldest, MAX(answered_at) AS newest"
            + " FROM upcall_harvest WHERE "
            + filter.where()
            + " GROUP BY host_class ORDER BY host_class";
    try (PreparedStatement query = store.connection().prepareStatement(sql)) {
      filter.set(query);
      List<HarvestCount> counts = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          counts.add(
              new HarvestCount(
                  row.getInt("host_class"),
                  row.getLong("samples"),
                  row.getLong("disagreeing"),
                  row.getLong("maps"),
                  row.getDouble("sure"),
                  instant(row, "oldest"),
                  instant(row, "newest")));
        }
      }
      store.connection().commit();
      return counts;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** How many samples there are of each project, whatever its input. */
  public Map<String, Long> projects() {
    try (Statement query = store.connection().createStatement();
        ResultSet row =
            query.executeQuery("SELECT project, COUNT(*) FROM upcall_harvest GROUP BY project")) {
      Map<String, Long> projects = new TreeMap<>();
      while (row.next()) {
        projects.put(row.getString(1), row.getLong(2));
      }
      store.connection().commit();
      return projects;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private UpcallException failed(SQLException reason) {
    return Diagnostic.of(HostCode.HARVEST_READ, place)
        .found("%s", HarvestStore.firstLine(reason))
        .toException();
  }

  @Override
  public void close() {
    store.close();
  }
}

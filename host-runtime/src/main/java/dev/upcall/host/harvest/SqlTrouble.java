package dev.upcall.host.harvest;

import java.sql.SQLException;

/** What a database's error means, by the class of its SQLSTATE (ISO/IEC 9075-2, table 38). */
final class SqlTrouble {
  private SqlTrouble() {}

  /** The database is not there, or not yet: it may come. */
  static boolean isAway(SQLException trouble) {
    // Connection exceptions; PostgreSQL that starts or shuts down.
    return has(trouble, "08") || has(trouble, "57P");
  }

  /** The values are to blame: another try would end the same way. */
  static boolean isOfContent(SQLException trouble) {
    // Data exceptions, violated constraints.
    return has(trouble, "22") || has(trouble, "23");
  }

  private static boolean has(SQLException trouble, String state) {
    for (SQLException next = trouble; next != null; next = next.getNextException()) {
      if (next.getSQLState() != null && next.getSQLState().startsWith(state)) {
        return true;
      }
    }
    return false;
  }
}

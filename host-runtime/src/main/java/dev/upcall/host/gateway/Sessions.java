package dev.upcall.host.gateway;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sessions by (device, boot). Bounded: of too many, the longest silent that has nothing open is
 * forgotten, and with it only the answers it could repeat. Belongs to the gateway's loop.
 */
final class Sessions {
  private final int limit;
  private final Map<Long, Session> byStart = new LinkedHashMap<>(16, 0.75f, true);

  Sessions(int limit) {
    this.limit = limit;
  }

  Session of(int device, int boot) {
    long start = (long) device << Integer.SIZE | Integer.toUnsignedLong(boot);
    if (!byStart.containsKey(start) && byStart.size() >= limit) {
      forgetOne();
    }
    return byStart.computeIfAbsent(start, unused -> new Session());
  }

  private void forgetOne() {
    for (Iterator<Session> eldest = byStart.values().iterator(); eldest.hasNext(); ) {
      if (eldest.next().openCount() == 0) {
        eldest.remove();
        return;
      }
    }
  }

  /** How many upcalls are being worked on, over all sessions. */
  int openCount() {
    return byStart.values().stream().mapToInt(Session::openCount).sum();
  }

  int size() {
    return byStart.size();
  }
}

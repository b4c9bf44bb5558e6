package dev.upcall.host.gateway;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Header;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
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
    long start = key(device, boot);
    if (!byStart.containsKey(start) && byStart.size() >= limit) {
      forgetOne();
    }
    return byStart.computeIfAbsent(start, unused -> new Session());
  }

  /** What a start may not have got, as {@link Session#perhapsLost}; none if it is not known. */
  List<Answer> perhapsLost(Header start, long since, int pending) {
    Session session = byStart.get(key(start.device(), start.boot()));
    return session == null ? List.of() : session.perhapsLost(since, pending);
  }

  private static long key(int device, int boot) {
    return (long) device << Integer.SIZE | Integer.toUnsignedLong(boot);
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

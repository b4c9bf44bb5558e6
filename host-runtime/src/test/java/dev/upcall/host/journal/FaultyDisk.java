package dev.upcall.host.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A folder in memory whose every change is counted and can be made to fail. What was not forced is
 * lost with the power, all of it, or but for a random part; what a failed fsync left behind is
 * readable until then and lost in any case.
 */
final class FaultyDisk implements JournalFiles {
  private static final int SECTOR = 64;

  /** Before the names of deleted files, which may come back unless the folder was synced since. */
  private static final String GONE = "-";

  /** What happens at the chosen change. */
  enum Fault {
    /** Fails once, having done nothing, or half of a write. */
    REFUSED,
    /** Fails once, though it is done. */
    DONE_AND_REFUSED,
    /** This and the next few changes that need room fail; there is room again afterwards. */
    FULL,
    /** Nothing is done any more from here on. */
    POWER
  }

  /** What the power leaves of bytes that were not forced. */
  enum Rest {
    NOTHING,
    A_PREFIX,
    SOME_SECTORS
  }

  private static final int FULL_FOR = 9;

  private static final class Content {
    byte[] bytes = {};
    int forced;

    /** From here on a failed fsync lost what is shown. */
    int lost = Integer.MAX_VALUE;
  }

  private final Map<String, Content> files = new TreeMap<>();
  private final Set<String> named = new HashSet<>();
  private final RandomGenerator random;
  private final Fault fault;
  private final int when;
  private int changes;
  private int failures;

  /** Fails at the change number {@code when}, counted from 1. */
  FaultyDisk(Fault fault, int when, RandomGenerator random) {
    this.fault = fault;
    this.when = when;
    this.random = random;
  }

  int changes() {
    return changes;
  }

  /** Changes that failed. */
  int failures() {
    return failures;
  }

  boolean isOff() {
    return fault == Fault.POWER && changes >= when;
  }

  /** What is there when the power is back. */
  FaultyDisk restarted(Rest rest, Fault nextFault, int nextWhen) {
    FaultyDisk disk = new FaultyDisk(nextFault, nextWhen, random);
    files.forEach(
        (shown, content) -> {
          boolean deleted = shown.startsWith(GONE);
          String name = deleted ? shown.substring(GONE.length()) : shown;
          boolean settled = !deleted && named.contains(name);
          if (settled
              || (deleted && rest == Rest.NOTHING)
              || rest != Rest.NOTHING && random.nextBoolean()) {
            Content left = new Content();
            left.bytes = left(content, rest);
            left.forced = left.bytes.length;
            disk.files.put(name, left);
            disk.named.add(name);
          }
        });
    return disk;
  }

  /** What the next process finds when only this one ended: all, but no more of it is forced. */
  FaultyDisk afterKill(Fault nextFault, int nextWhen) {
    FaultyDisk disk = new FaultyDisk(nextFault, nextWhen, random);
    disk.files.putAll(files);
    disk.named.addAll(named);
    return disk;
  }

  private byte[] left(Content content, Rest rest) {
    int durable = content.forced;
    int shown = Math.min(content.bytes.length, content.lost);
    int length =
        rest == Rest.NOTHING || shown <= durable
            ? durable
            : durable + random.nextInt(shown - durable + 1);
    byte[] left = Arrays.copyOf(content.bytes, length);
    for (int at = durable; rest == Rest.SOME_SECTORS && at < length; at += SECTOR) {
      if (random.nextInt(3) == 0) {
        Arrays.fill(left, at, Math.min(length, at + SECTOR), (byte) 0);
      }
    }
    return left;
  }

  private boolean begins(boolean needsRoom) throws IOException {
    changes++;
    boolean fails =
        switch (fault) {
          case REFUSED, DONE_AND_REFUSED -> changes == when;
          case FULL -> needsRoom && changes >= when && changes < when + FULL_FOR;
          case POWER -> changes >= when;
        };
    failures += fails ? 1 : 0;
    if (fails && fault == Fault.POWER && changes > when) {
      throw new IOException("no power");
    }
    return !fails;
  }

  private IOException refusal() {
    return new IOException(fault == Fault.FULL ? "No space left on device" : "Input/output error");
  }

  @Override
  public List<String> list() {
    return files.keySet().stream().filter(name -> !name.startsWith(GONE)).toList();
  }

  @Override
  public Appender create(String name) throws IOException {
    boolean works = begins(true);
    Content content = new Content();
    if (works || fault == Fault.DONE_AND_REFUSED || fault == Fault.POWER && random.nextBoolean()) {
      if (files.putIfAbsent(name, content) != null) {
        throw new IOException(name + " is there");
      }
    }
    if (!works) {
      throw refusal();
    }
    return new Open(content);
  }

  @Override
  public long size(String name) {
    return files.get(name).bytes.length;
  }

  @Override
  public byte[] read(String name, long offset, int length) throws IOException {
    Content content = files.get(name);
    if (content == null) {
      throw new IOException("no " + name);
    }
    int end = (int) Math.min(content.bytes.length, offset + length);
    return Arrays.copyOfRange(content.bytes, (int) offset, Math.max(end, (int) offset));
  }

  @Override
  public void delete(String name) throws IOException {
    boolean works = begins(false);
    if (works || fault != Fault.REFUSED) {
      Content content = files.remove(name);
      if (content == null) {
        throw new IOException("no " + name);
      }
      if (named.remove(name)) {
        files.put(GONE + name, content);
      }
    }
    if (!works) {
      throw refusal();
    }
  }

  @Override
  public void sync() throws IOException {
    boolean works = begins(false);
    if (works || fault == Fault.DONE_AND_REFUSED) {
      files.keySet().removeIf(name -> name.startsWith(GONE));
      named.clear();
      named.addAll(files.keySet());
    }
    if (!works) {
      throw refusal();
    }
  }

  @Override
  public void close() {}

  private final class Open implements Appender {
    private final Content content;

    Open(Content content) {
      this.content = content;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      boolean works = begins(true);
      int length =
          works || fault == Fault.DONE_AND_REFUSED ? bytes.remaining() : bytes.remaining() / 2;
      int at = content.bytes.length;
      content.bytes = Arrays.copyOf(content.bytes, at + length);
      bytes.get(content.bytes, at, length);
      if (!works) {
        throw refusal();
      }
    }

    @Override
    public void force() throws IOException {
      boolean works = begins(false);
      if (works || fault == Fault.DONE_AND_REFUSED) {
        content.forced = Math.min(content.bytes.length, content.lost);
      } else if (fault != Fault.POWER) {
        content.lost = Math.min(content.lost, content.forced);
      }
      if (!works) {
        throw refusal();
      }
    }

    @Override
    public void close() {}
  }
}

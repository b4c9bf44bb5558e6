package dev.upcall.host.journal;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.wire.Answer;
import dev.upcall.host.HostCode;
import dev.upcall.host.gateway.Journal;
import dev.upcall.host.gateway.UpcallKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a journal from its files, changing nothing. Each segment's header says how much of the one
 * before counts; so only the end of the last may be unfinished, and anything else that cannot be
 * read is damage, which is reported and never skipped.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final JournalFiles files;
  private final Path folder;
  private final Diagnostics problems = new Diagnostics();
  private final NavigableMap<Long, Optional<SegmentHeader>> headers = new TreeMap<>();
  private final Deque<SegmentLog.Segment> segments = new ArrayDeque<>();
  private final Index index = new Index();
  private final Deque<Timed> answers = new ArrayDeque<>();
  private final Map<Id, Entry> unproven = new LinkedHashMap<>();

  private record Id(UpcallKey key, boolean upcall) {}

  /** When an answer was noted, milliseconds since 1970. */
  private record Timed(Answer answer, long time) {}

  /**
   * A journal as its files have it.
   *
   * @param segments oldest first
   * @param lastNumber highest of all files, 0 if there are none
   * @param unproven records at the end that may not have reached the disk
   * @param answers that are known, oldest first
   */
  record Recovered(
      Index index,
      List<SegmentLog.Segment> segments,
      long lastNumber,
      List<Entry> unproven,
      List<Journal.Noted> answers) {}

  private Recovery(JournalFiles files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /**
   * Reads it.
   *
   * @param folder for messages
   * @throws dev.upcall.core.diagnostic.UpcallException with all that is damaged or missing
   */
  static Recovered read(JournalFiles files, Path folder) {
    Recovery recovery = new Recovery(files, folder);
    try {
      return recovery.run();
    } catch (IOException e) {
      throw DiskFiles.unusable(folder, e);
    }
  }

  private Recovered run() throws IOException {
    for (String name : files.list()) {
      if (SegmentHeader.number(name).isPresent()) {
        byte[] start = files.read(name, 0, SegmentHeader.BYTES);
        headers.put(SegmentHeader.number(name).getAsLong(), SegmentHeader.read(start));
      }
    }
    List<SegmentHeader> chain = chain();
    for (int i = 0; i < chain.size(); i++) {
      long number = chain.get(i).number();
      if (i + 1 < chain.size()) {
        whole(number, (int) chain.get(i + 1).end());
      } else {
        last(number);
      }
    }
    problems.throwIfAny();
    return new Recovered(
        index,
        List.copyOf(segments),
        headers.isEmpty() ? 0 : headers.lastKey(),
        unproven.values().stream()
            .filter(entry -> !entry.isUpcall() || index.position(entry.key()).isPresent())
            .toList(),
        noted());
  }

  private List<Journal.Noted> noted() {
    long last = answers.stream().mapToLong(Timed::time).max().orElse(0);
    return answers.stream()
        .map(timed -> new Journal.Noted(timed.answer(), Duration.ofMillis(last - timed.time())))
        .toList();
  }

  /** The segments that follow each other, oldest first; the others must be empty. */
  private List<SegmentHeader> chain() throws IOException {
    Deque<SegmentHeader> chain = new ArrayDeque<>();
    NavigableMap<Long, Optional<SegmentHeader>> others = new TreeMap<>(headers);
    Optional<SegmentHeader> next =
        headers.descendingMap().values().stream().flatMap(Optional::stream).findFirst();
    while (next.isPresent()) {
      SegmentHeader header = next.get();
      chain.addFirst(header);
      others.remove(header.number());
      next = headers.getOrDefault(header.previous(), Optional.empty());
      if (next.isEmpty() && headers.containsKey(header.previous())) {
        damaged(header.previous(), 0, "no header that can be read");
        others.remove(header.previous());
        break;
      }
      if (next.isEmpty() && !others.headMap(header.number(), false).isEmpty()) {
        older(header, others.headMap(header.number(), false));
      }
    }
    for (long number : others.keySet()) {
      if (isUsed(number)) {
        damaged(number, 0, "records behind a header that leads to no other segment");
      } else {
        LOG.warn("{} was begun and never used", SegmentHeader.name(number));
      }
    }
    return List.copyOf(chain);
  }

  /** Whether records were written to a segment: never before its header was forced. */
  private boolean isUsed(long number) throws IOException {
    byte[] data = all(number);
    return headers
        .get(number)
        .map(header -> Records.next(data, SegmentHeader.BYTES, header.salt()) >= 0)
        .orElse(data.length > SegmentHeader.BYTES);
  }

  private int salt(long number) {
    return headers.get(number).orElseThrow().salt();
  }

  /** Segments before one whose predecessor is not there any more: their successor was lost. */
  private void older(SegmentHeader first, NavigableMap<Long, Optional<SegmentHeader>> before)
      throws IOException {
    for (long number : before.keySet()) {
      if (isUsed(number)) {
        problems.add(
            Diagnostic.of(HostCode.JOURNAL_SEGMENT_MISSING, SegmentHeader.name(first.previous()))
                .at("%s", folder)
                .found("%s before it", SegmentHeader.name(number))
                .need("all segments between the first and the last")
                .fix(
                    "put it back, or move the segments with lower numbers elsewhere: upcalls in"
                        + " them and in the lost one are then not answered"));
        break;
      }
    }
    before.clear();
  }

  /**
   * A segment that another follows: all that counts must be there. What good records lie behind
   * that are taken too, for the process that began the next segment may have ended before it had
   * written them anew.
   */
  private void whole(long number, int end) throws IOException {
    byte[] data = all(number);
    List<Records.Found> records = records(data, salt(number));
    int length = SegmentHeader.BYTES + records.stream().mapToInt(Records.Found::size).sum();
    if (length < end) {
      damaged(
          number, length, "no whole record, where the segment has " + end + " bytes that count");
    } else {
      take(number, records, end);
    }
  }

  /** The last segment, whose end may be unfinished. */
  private void last(long number) throws IOException {
    byte[] data = all(number);
    List<Records.Found> records = records(data, salt(number));
    int end = SegmentHeader.BYTES + records.stream().mapToInt(Records.Found::size).sum();
    int forced = SegmentHeader.BYTES;
    for (Records.Found found : records) {
      forced = Math.max(forced, found.forced());
    }
    int salt = salt(number);
    int behind = Records.next(data, end, salt);
    for (int good = behind; good >= 0; good = Records.next(data, good + 1, salt)) {
      if (Records.read(data, good, salt).orElseThrow().forced() > end) {
        damaged(number, end, "no record, where a later one says that one was on the disk");
        return;
      }
    }
    if (end < data.length) {
      LOG.warn(
          "{} ends in a write that was not finished: {} bytes from {} on are left out",
          SegmentHeader.name(number),
          data.length - end,
          end);
    }
    if (!records.isEmpty() || behind >= 0) {
      // Any record proves that the header was forced. Without one it may not be on the disk yet,
      // and no segment may name it as the one before.
      take(number, records, forced);
    }
  }

  /** The good records that a segment begins with. */
  private static List<Records.Found> records(byte[] data, int salt) {
    List<Records.Found> records = new ArrayList<>();
    int at = SegmentHeader.BYTES;
    for (Optional<Records.Found> found = Records.read(data, at, salt);
        found.isPresent();
        found = Records.read(data, at, salt)) {
      records.add(found.get());
      at += found.get().size();
    }
    return records;
  }

  /**
   * Takes a segment's records.
   *
   * @param proven bytes of it that are on the disk for sure
   */
  private void take(long number, List<Records.Found> records, int proven) {
    int offset = SegmentHeader.BYTES;
    long newest = 0;
    for (Records.Found found : records) {
      Entry entry = found.entry();
      Id id = new Id(entry.key(), entry.isUpcall());
      if (offset < proven) {
        unproven.remove(id);
      } else {
        unproven.put(id, entry);
      }
      take(entry, number, offset, offset < proven);
      newest = entry.time();
      offset += found.size();
    }
    segments.addLast(new SegmentLog.Segment(number, proven, newest));
  }

  private void take(Entry entry, long segment, int offset, boolean confirmed) {
    if (entry.isUpcall()) {
      index.stored(entry, segment, offset, confirmed);
      return;
    }
    Answer answer = entry.answer().orElseThrow();
    index.answered(entry.key(), answer);
    answers.addLast(new Timed(answer, entry.time()));
    if (answers.size() > Index.MAX_ANSWERS) {
      answers.removeFirst();
    }
  }

  private byte[] all(long number) throws IOException {
    String name = SegmentHeader.name(number);
    return files.read(name, 0, (int) Math.min(Integer.MAX_VALUE >> 1, files.size(name)));
  }

  private void damaged(long number, int offset, String found) {
    problems.add(
        Diagnostic.of(HostCode.JOURNAL_DAMAGED, SegmentHeader.name(number))
            .at("%s, offset %d", folder.resolve(SegmentHeader.name(number)), offset)
            .found("%s", found)
            .need("the bytes that were written")
            .fix(
                "put back a copy of the file, or move it and the segments with lower numbers"
                    + " elsewhere: their unanswered upcalls are then not answered"));
  }
}

package dev.upcall.host.web;

import dev.upcall.core.project.Manifest;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.gateway.AnsweredUpcall;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An answered upcall as the page shows it. Its components are the fields of the JSON that the page
 * reads.
 *
 * @param key device, boot and sequence
 * @param time of its arrival, in milliseconds since 1970
 * @param device its name, or its number if it has not announced itself
 * @param answer the ensemble's class
 * @param confidence of it, 0..1
 * @param guess the device's own class
 * @param tookMs from arrival to answer
 * @param audit the device was sure, and is being checked
 * @param votes class of each member that was in time, by its name
 * @param shape of the sample; empty if that is not shown
 * @param sample {@link SampleView#bytes} in Base64
 */
record RecentAnswer(
    String key,
    long time,
    String project,
    String device,
    String answer,
    double confidence,
    String guess,
    double tookMs,
    boolean audit,
    Map<String, String> votes,
    List<Integer> shape,
    String sample) {
  private static final int MAX_SHOWN_BYTES = 16 << 10;
  private static final double NANOS_PER_MS = 1e6;

  /** All but the sample. */
  static RecentAnswer of(AnsweredUpcall answered) {
    Manifest manifest = answered.project().manifest();
    UpcallRequest upcall = answered.upcall();
    Header header = upcall.header();
    Map<String, String> votes = new TreeMap<>();
    answered.combined().votes().forEach((member, c) -> votes.put(member, name(manifest, c)));
    return new RecentAnswer(
        answered.key().toString(),
        answered.arrived().toEpochMilli(),
        manifest.name(),
        deviceName(answered.device(), header.device()),
        name(manifest, answered.answer().classIndex()),
        answered.answer().confidence(),
        name(manifest, upcall.classIndex()),
        answered.took().toNanos() / NANOS_PER_MS,
        header.has(Header.AUDIT),
        votes,
        List.of(),
        "");
  }

  /** The same with the sample, unless it is a feature map or too large to show. */
  RecentAnswer withSample(AnsweredUpcall answered) {
    UpcallRequest upcall = answered.upcall();
    if (upcall.header().stage() != 0 || upcall.input().length() > MAX_SHOWN_BYTES) {
      return this;
    }
    SampleView view =
        SampleView.of(answered.project().manifest().input(), upcall.input().toArray());
    return new RecentAnswer(
        key,
        time,
        project,
        device,
        answer,
        confidence,
        guess,
        tookMs,
        audit,
        votes,
        view.shape(),
        Base64.getEncoder().encodeToString(view.bytes()));
  }

  /** Its name where it has announced itself, else its number. */
  static String deviceName(Optional<Birth> birth, int device) {
    return birth.map(Birth::name).orElse(String.format(Locale.ROOT, "%08x", device));
  }

  private static String name(Manifest manifest, int classIndex) {
    return classIndex >= 0 && classIndex < manifest.classes().size()
        ? manifest.classes().get(classIndex)
        : String.valueOf(classIndex);
  }
}

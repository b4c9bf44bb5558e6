package dev.upcall.host.harvest;

import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.gateway.AnsweredUpcall;
import dev.upcall.host.gateway.UpcallKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answered upcall as a store keeps it.
 *
 * @param key unique in a store
 * @param answered when its answer was made, to the microsecond
 * @param project name of the project that answered
 * @param signature of it, SHA-256 in hexadecimal
 * @param inputKey {@link Signature#ofInput} in hexadecimal: samples with the same one fit the same
 *     classes and preprocessing, whatever models they met
 * @param deviceName as the device announced itself; empty if it did not
 * @param board the same
 * @param stage where the host took over: 0 and {@code sample} is the ladder's int8 input; k, and it
 *     is the feature map behind the k-th stage
 * @param audit whether the device was sure of its class
 * @param sample bytes as the device sent them
 * @param deviceClass what the device alone would say
 * @param deviceScores its int8 logits
 * @param hostClass the ensemble's answer
 * @param confidence of that, 0 to 1
 * @param members names of those that took part, joined by {@code +}
 * @param votes class of each member that was in time, by name
 */
public record HarvestSample(
    UpcallKey key,
    Instant answered,
    String project,
    String signature,
    String inputKey,
    String deviceName,
    String board,
    int stage,
    boolean audit,
    Bytes sample,
    int deviceClass,
    Bytes deviceScores,
    int hostClass,
    float confidence,
    String members,
    Map<String, Integer> votes) {
  /** So that writers beside each other take locks in the same order. */
  static final Comparator<HarvestSample> BY_KEY =
      Comparator.comparing(
          HarvestSample::key,
          Comparator.comparingInt(UpcallKey::device)
              .thenComparingInt(UpcallKey::boot)
              .thenComparingInt(UpcallKey::sequence));

  public HarvestSample {
    votes = Map.copyOf(votes);
  }

  static HarvestSample of(AnsweredUpcall answered, String inputKey) {
    UpcallRequest upcall = answered.upcall();
    List<String> members = answered.combined().members();
    return new HarvestSample(
        answered.key(),
        answered.arrived().plus(answered.took()),
        answered.project().manifest().name(),
        HexFormat.of().formatHex(answered.signature().toArray()),
        inputKey,
        answered.device().map(Birth::name).orElse(""),
        answered.device().map(Birth::board).orElse(""),
        upcall.header().stage(),
        upcall.header().has(Header.AUDIT),
        upcall.input(),
        upcall.classIndex(),
        upcall.scores(),
        answered.answer().classIndex(),
        answered.answer().confidence(),
        String.join("+", members),
        answered.combined().votes());
  }

  /** Whether device and host say different classes. */
  public boolean disagree() {
    return deviceClass != hostClass;
  }

  /** {@code full=3 small=8}; names of members have neither sign. */
  static String text(Map<String, Integer> votes) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(votes)
        .forEach((member, vote) -> text.append(' ').append(member).append('=').append(vote));
    return text.toString().strip();
  }

  static Map<String, Integer> votes(String text) {
    Map<String, Integer> votes = new TreeMap<>();
    for (String vote : text.isEmpty() ? new String[0] : text.split(" ")) {
      int sign = vote.indexOf('=');
      votes.put(vote.substring(0, sign), Integer.parseInt(vote.substring(sign + 1)));
    }
    return votes;
  }
}

package dev.upcall.compiler.board;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What time and energy a device takes: a part, its clock, its currents and its link, {@code
 * boards/profiles/<id>.yaml}, checked. Currents are of the whole device, modem included.
 *
 * @param cyclesOf board whose modelled cycles are those of this part
 * @param cycleFactor by which they are multiplied
 * @param link how an upcall travels
 * @param answerMs from the host's last byte received to its first byte sent
 * @param references where each figure comes from
 * @param assumptions what no source says
 */
public record PowerProfile(
    String id,
    String name,
    String core,
    long clockHz,
    String cyclesOf,
    double cycleFactor,
    double supplyVolts,
    CurrentMa currentMa,
    Link link,
    double answerMs,
    Map<String, String> references,
    List<String> assumptions) {

  public PowerProfile {
    references = Collections.unmodifiableMap(new LinkedHashMap<>(references));
    assumptions = List.copyOf(assumptions);
  }

  /**
   * Milliamperes.
   *
   * @param compute while a network or a policy runs
   * @param send while an upcall is on its way
   * @param idle while it waits for the host
   * @param receive while the answer comes
   */
  public record CurrentMa(double compute, double send, double idle, double receive) {}

  /** What an upcall's bytes are wrapped in. */
  public enum Framing {
    /** Frames of the serial wire, and their acknowledgements. */
    SERIAL,
    /** A publish of MQTT over TCP. */
    MQTT
  }

  /** The way to the host. */
  public record Link(Framing framing, int bitsPerByte, long bitsPerSecond) {
    /** Milliseconds that so many bytes take. */
    public double ms(long bytes) {
      return 1e3 * bytes * bitsPerByte / bitsPerSecond;
    }
  }

  /** Milliseconds that modelled cycles of {@link #cyclesOf} take here. */
  public double computeMs(double cycles) {
    return 1e3 * cycles * cycleFactor / clockHz;
  }

  /** Millijoules of a current over some time. */
  public double energyMj(double ma, double ms) {
    return supplyVolts * ma * ms / 1e3;
  }
}

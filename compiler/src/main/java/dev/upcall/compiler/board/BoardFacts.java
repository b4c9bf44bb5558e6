package dev.upcall.compiler.board;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a board beside what firmware needs: its supply, the programs that write its
 * flash, and what it is called where users build firmware.
 *
 * @param power empty where no source was found
 * @param flashers the one to take first
 * @param frameworks a board's or chip's id by the framework's key: arduino, platformio, zephyr,
 *     espIdf, cube
 */
public record BoardFacts(
    Optional<Power> power, List<Flasher> flashers, Map<String, String> frameworks) {
  public BoardFacts {
    flashers = List.copyOf(flashers);
    frameworks = Collections.unmodifiableMap(new LinkedHashMap<>(frameworks));
  }

  /**
   * Typical currents of the microcontroller alone.
   *
   * @param runMa with code from flash at the board's clock
   * @param sleepMa with the core asleep and its RAM kept
   */
  public record Power(double supplyVolts, double runMa, double sleepMa) {}

  /**
   * A program that writes the flash.
   *
   * @param settings what it has to be told for this board, by {@link FlashTool#keys}
   */
  public record Flasher(FlashTool tool, Map<String, String> settings) {
    public Flasher {
      settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }
  }
}

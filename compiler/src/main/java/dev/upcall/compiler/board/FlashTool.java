package dev.upcall.compiler.board;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A program that writes a microcontroller's flash. */
public enum FlashTool {
  OPENOCD("openocd", "config"),
  ST_FLASH("st-flash"),
  STM32FLASH("stm32flash"),
  DFU_UTIL("dfu-util", "device", "alternate", "address"),
  AVRDUDE("avrdude", "part", "programmer", "baud"),
  ESPTOOL("esptool", "chip", "offset"),
  BOSSAC("bossac", "offset"),
  PICOTOOL("picotool"),
  PYOCD("pyocd", "target"),
  TEENSY_LOADER("teensy-loader", "mcu");

  private final String id;
  private final List<String> keys;

  FlashTool(String id, String... keys) {
    this.id = id;
    this.keys = List.of(keys);
  }

  /** As board files call it. */
  public String id() {
    return id;
  }

  /** What it has to be told of a board. */
  public List<String> keys() {
    return keys;
  }

  static Optional<FlashTool> of(String id) {
    return Arrays.stream(values()).filter(tool -> tool.id.equals(id)).findFirst();
  }
}

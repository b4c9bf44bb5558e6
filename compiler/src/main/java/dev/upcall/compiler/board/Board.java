package dev.upcall.compiler.board;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A board firmware can be built for: {@code boards/<id>/board.yaml}, checked, with the files it
 * names.
 *
 * @param files C, assembly and headers of start-up and port, in the order written; empty where
 *     there is no port yet
 * @param linkerScript empty where the host's linker knows what to do, or there is no port
 * @param emulator empty for hardware nothing here can stand in for, and for {@code posix}
 * @param facts supply, flashers, names elsewhere
 * @param notes what one has to know; may be empty
 * @param references where each group of figures comes from
 * @param yaml the board's file itself, so that an emitted project can carry it
 */
public record Board(
    String id,
    String name,
    Cpu cpu,
    Memory memory,
    Uart uart,
    Toolchain toolchain,
    List<SourceFile> files,
    Optional<SourceFile> linkerScript,
    Optional<Emulator> emulator,
    BoardFacts facts,
    String notes,
    Map<String, String> references,
    String yaml) {

  public Board {
    files = List.copyOf(files);
    references = inOrder(references);
  }

  /** True for the board that is a process of the machine it is built on. */
  public boolean isHost() {
    return cpu.core().equals("host");
  }

  /** Whether firmware for it can be built and run by itself; of others sizes are known. */
  public boolean hasPort() {
    return !files.isEmpty();
  }

  /** Floating-point unit. */
  public enum Fpu {
    NONE,
    SINGLE,
    DOUBLE
  }

  /**
   * The processor.
   *
   * @param core as the compiler calls it: cortex-m4, rv32imac; {@code host} for the host's
   * @param dsp has the Armv7E-M DSP instructions
   * @param mve has Helium (M-profile vector extension)
   * @param clockHz 0 where there is no fixed rate
   */
  public record Cpu(String core, Fpu fpu, boolean dsp, boolean mve, long clockHz) {
    /**
     * Whether loads do not reach the flash: constants lie in RAM, but those that kernels read by
     * other instructions.
     */
    public boolean loadsRamAlone() {
      return core.startsWith("avr");
    }
  }

  /**
   * What the linker may use.
   *
   * @param stackBytes of the RAM, reserved for the stack
   */
  public record Memory(Region flash, Region ram, int stackBytes) {
    /** RAM left for data: arena, buffers, state. */
    public long dataBytes() {
      return ram.bytes() - stackBytes;
    }
  }

  /** {@code bytes} from address {@code origin} on. */
  public record Region(long origin, long bytes) {
    /** The address as C writes it. */
    public String originText() {
      return String.format(Locale.ROOT, "0x%08X", origin);
    }

    boolean overlaps(Region other) {
      return origin < other.origin + other.bytes && other.origin < origin + bytes;
    }
  }

  /** The line to the host. */
  public record Uart(String name, int baud) {}

  /**
   * How C is compiled.
   *
   * @param prefix of the tools' names, such as {@code arm-none-eabi-}; empty for the host's
   * @param packages Debian packages that bring them
   * @param flags for compiling
   * @param linkFlags for linking, where they differ
   * @param defines macros of the board's own files
   */
  public record Toolchain(
      String prefix,
      List<String> packages,
      List<String> flags,
      List<String> linkFlags,
      Map<String, String> defines) {
    public Toolchain {
      packages = List.copyOf(packages);
      flags = List.copyOf(flags);
      linkFlags = List.copyOf(linkFlags);
      defines = inOrder(defines);
    }

    /** The C compiler's name. */
    public String compiler() {
      return prefix + "gcc";
    }
  }

  /** The QEMU program that stands in for the board, and the arguments that make it do so. */
  public record Emulator(String program, List<String> packages, List<String> arguments) {
    public Emulator {
      packages = List.copyOf(packages);
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A file of a board.
   *
   * @param name file name alone, unique within the board
   * @param systemHeader stands in for a header of the C library, so it lies in a folder of its own
   */
  public record SourceFile(String name, String text, boolean systemHeader) {}

  private static Map<String, String> inOrder(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}

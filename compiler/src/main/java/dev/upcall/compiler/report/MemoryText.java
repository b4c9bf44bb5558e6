package dev.upcall.compiler.report;

import dev.upcall.compiler.emit.FirmwareSpec;
import dev.upcall.compiler.emit.FirmwareSpec.Net;
import dev.upcall.compiler.plan.PeakStep;
import dev.upcall.compiler.plan.PlanTable;

/** {@code memory.txt}: what lies where in the arena, drawn for each stage. */
public final class MemoryText {
  private MemoryText() {}

  public static String of(FirmwareSpec firmware) {
    StringBuilder out = new StringBuilder();
    out.append(firmware.project()).append(" on ").append(firmware.board()).append('\n');
    out.append("arena ").append(firmware.arenaBytes()).append(" bytes, shared by all stages; ");
    out.append("constants ").append(firmware.weightBytes()).append(" bytes\n");
    if (firmware.inputRows() > 0 && firmware.keepsInput()) {
      out.append("rows of the input are kept for the host: ").append(firmware.inputBytes());
      out.append(" bytes beside the arena\n");
    }
    for (Net net : firmware.networks()) {
      out.append("\nstage ").append(net.name()).append(", ").append(net.source().file());
      out.append("\n\n");
      PlanTable.draw(net.plan()).forEach(line -> out.append("  ").append(line).append('\n'));
      out.append("  at the peak: ").append(PeakStep.of(net.plan())).append('\n');
    }
    return out.toString();
  }
}

package dev.upcall.cli.gateway;

import dev.upcall.cli.Console;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.transport.Connection;
import dev.upcall.host.transport.MessageListener;

/** Tells the person at the terminal which devices come and that they ask. */
public final class GatewayLog implements MessageListener {
  private final Console console;

  public GatewayLog(Console console) {
    this.console = console;
  }

  @Override
  public void received(Connection from, Message message) {
    if (message instanceof Birth birth) {
      console.step(
          "device %08x on %s: %s on %s",
          birth.header().device(), from.name(), birth.project(), birth.board());
    } else if (message instanceof UpcallRequest request) {
      console.step(
          "device %08x asks about sample %d",
          request.header().device(), request.header().sequence());
    }
  }

  @Override
  public void malformed(Connection from, UpcallException reason) {
    console.step("%s: %s", from.name(), reason.getMessage());
  }
}

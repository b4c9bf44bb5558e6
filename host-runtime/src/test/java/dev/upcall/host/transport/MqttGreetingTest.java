package dev.upcall.host.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.MessageType;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.testing.Devices;
import dev.upcall.host.testing.Eventually;
import dev.upcall.host.testing.TinyProject;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device says of itself stays at the broker, so what it says last has to be the newest. */
class MqttGreetingTest {
  private static final int CONNECT = 1;
  private static final int PUBLISH = 3;
  private static final int SUBSCRIBE = 8;

  @TempDir Path folder;

  private record Published(int connection, String channel, String text) {}

  private final List<Published> published = new CopyOnWriteArrayList<>();

  @Test
  void nothingThatWasSaidBeforeComesLast() throws Exception {
    var project = TinyProject.in(folder);
    // Closed with the process: it accepts for as long as the device may come back.
    ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    DaemonThreads.named("broker").newThread(() -> serve(server)).start();
    var link =
        new MqttDeviceLink(
            MqttOptions.of("tcp://127.0.0.1:" + server.getLocalPort(), "home", "dev")
                .with(MqttVersion.V3_1_1),
            "dev",
            (payload, taken) -> taken.run(),
            DaemonThreads.scheduler("mqtt"),
            RandomGenerator.getDefault());
    link.begin();
    Eventually.await(() -> published.contains(new Published(0, "state", "offline")));
    // The broker hangs up at that, with neither acknowledged.
    link.online(true);
    Eventually.await(() -> published.stream().anyMatch(one -> one.connection() == 1));
    link.up(new Ack(Devices.header(project, 1, 2, 3), MessageType.SAMPLE, Ack.Code.BUSY));
    Eventually.await(() -> published.stream().anyMatch(one -> one.channel().equals("up")));
    List<String> states =
        published.stream()
            .filter(one -> one.connection() == 1 && one.channel().equals("state"))
            .map(Published::text)
            .toList();
    assertEquals(List.of("online"), states);
    assertEquals(0, link.dropped());
    link.close();
  }

  private void serve(ServerSocket server) {
    for (int n = 0; ; n++) {
      try (Socket socket = server.accept()) {
        serve(socket, n);
      } catch (IOException e) {
        // The other end hung up.
      }
    }
  }

  /** MQTT 3.1.1 with short packets; the first connection ends at the word that it is online. */
  private void serve(Socket socket, int connection) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    while (true) {
      int type = in.readUnsignedByte() >> 4;
      ByteBuffer body = ByteBuffer.wrap(in.readNBytes(in.readUnsignedByte()));
      if (type == CONNECT) {
        out.write(new byte[] {0x20, 2, 0, 0});
      } else if (type == SUBSCRIBE) {
        out.write(new byte[] {(byte) 0x90, 3, body.get(0), body.get(1), 1});
      } else if (type == PUBLISH) {
        int id = 2 + body.getShort(0);
        String topic = new String(body.array(), 2, id - 2, StandardCharsets.UTF_8);
        String text =
            new String(body.array(), id + 2, body.limit() - id - 2, StandardCharsets.UTF_8);
        published.add(new Published(connection, topic.substring(topic.lastIndexOf('/') + 1), text));
        if (connection > 0) {
          out.write(new byte[] {0x40, 2, body.get(id), body.get(id + 1)});
        } else if (text.equals("online")) {
          return;
        }
      }
    }
  }
}

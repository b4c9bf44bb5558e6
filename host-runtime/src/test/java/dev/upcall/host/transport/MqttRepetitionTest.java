package dev.upcall.host.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.core.wire.MessageType;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.testing.Devices;
import dev.upcall.host.testing.Eventually;
import dev.upcall.host.testing.TinyProject;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broker does not acknowledge is sent again, and not for ever. */
class MqttRepetitionTest {
  private static final String BIRTH = "upcall/v1/home/dev/birth";
  private static final int CONNECT = 1;
  private static final int PUBLISH = 3;
  private static final int SUBSCRIBE = 8;

  @TempDir Path folder;
  private final ScheduledExecutorService worker = DaemonThreads.scheduler("mqtt");
  private final List<byte[]> published = new CopyOnWriteArrayList<>();

  @Test
  void overTheNextConnection() throws Exception {
    MqttTransport transport = sendOverBrokenConnections(1);
    Eventually.await(() -> published.size() == 2);
    assertArrayEquals(published.get(0), published.get(1));
    assertEquals(0, transport.losses().unsent());
    transport.close();
  }

  @Test
  void threeTimesAtMost() throws Exception {
    MqttTransport transport = sendOverBrokenConnections(Integer.MAX_VALUE);
    Eventually.await(() -> transport.losses().unsent() == 1);
    assertEquals(3, published.size());
    transport.close();
  }

  /** Answers the birth of the one device there with an acknowledgement. */
  private MqttTransport sendOverBrokenConnections(int broken) throws IOException {
    var project = TinyProject.in(folder);
    byte[] birth = MessageCodec.encode(Devices.birth(project, 1, 2));
    Ack ack = new Ack(Devices.header(project, 1, 2, 3), MessageType.UPCALL, Ack.Code.BUSY);
    // Closed with the process: it accepts for as long as the transport may come back.
    ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    DaemonThreads.named("broker").newThread(() -> serve(server, birth, broken)).start();
    MqttTransport transport =
        new MqttTransport(
            MqttOptions.of("tcp://127.0.0.1:" + server.getLocalPort(), "home", "gateway")
                .with(MqttVersion.V3_1_1),
            worker,
            RandomGenerator.getDefault());
    boolean[] answered = new boolean[1];
    transport.start(
        (from, message) -> {
          if (!answered[0]) {
            answered[0] = true;
            from.send(ack);
          }
        });
    return transport;
  }

  private void serve(ServerSocket server, byte[] birth, int broken) {
    for (int n = 0; ; n++) {
      try (Socket socket = server.accept()) {
        serve(socket, birth, n < broken);
      } catch (IOException e) {
        // The other end hung up.
      }
    }
  }

  /** MQTT 3.1.1 as far as it takes; a broken one hangs up at the first publish. */
  private void serve(Socket socket, byte[] birth, boolean broken) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    while (true) {
      int type = in.readUnsignedByte() >> 4;
      ByteBuffer body = ByteBuffer.wrap(in.readNBytes(length(in)));
      if (type == CONNECT) {
        out.write(new byte[] {0x20, 2, 0, 0});
      } else if (type == SUBSCRIBE) {
        out.write(new byte[] {(byte) 0x90, 4, body.get(0), body.get(1), 1, 1});
        out.write(publish(birth));
      } else if (type == PUBLISH) {
        int id = 2 + body.getShort(0);
        published.add(Arrays.copyOfRange(body.array(), id + 2, body.limit()));
        if (broken) {
          return;
        }
        out.write(new byte[] {0x40, 2, body.get(id), body.get(id + 1)});
      }
    }
  }

  private static int length(DataInputStream in) throws IOException {
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      int part = in.readUnsignedByte();
      length |= (part & 0x7f) << shift;
      if (part < 0x80) {
        return length;
      }
    }
  }

  private static byte[] publish(byte[] payload) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(packet);
    int length = 2 + BIRTH.length() + payload.length;
    out.writeByte(PUBLISH << 4);
    out.writeByte(length & 0x7f | 0x80);
    out.writeByte(length >> 7);
    out.writeShort(BIRTH.length());
    out.write(BIRTH.getBytes(StandardCharsets.UTF_8));
    out.write(payload);
    return packet.toByteArray();
  }
}

package org.reelmill.app.drills;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reelmill.queue.TicketClass;
import org.reelmill.queue.TicketQueue;
import org.reelmill.testing.Behaviour;
import org.reelmill.testing.Body;
import org.reelmill.testing.MisbehavingServer;
import org.reelmill.testing.TestFilm;

/// Somebody plays tricks in the broker while films are ingested: tickets are doubled, delayed, reordered and
/// lost, and what is no ticket lies between them.
class TicketDrillIT {

    private static final int FILMS = 4;
    private static final int MOST_TRICKS = 200;
    private static final TestFilm FILM =
            TestFilm.builder().duration(Duration.ofSeconds(14)).size(640, 360).keyframeEvery(50);
    private static final List<String> GARBAGE = List.of(
            "",
            "no JSON",
            "[1, 2]",
            "{\"version\": 99, \"ticketClass\": \"batch\"}",
            "{\"version\": \"one\"}",
            "null",
            "\u0000\u0001\u0002");

    /// What is done to tickets.
    private enum Trick {
        DOUBLE,
        DELAY,
        REORDER,
        LOSE,
        GARBAGE
    }

    private final long seed = Long.getLong("reelmill.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<Trick, Integer> tricks = new EnumMap<>(Trick.class);
    private final ArrayDeque<GetResponse> delayed = new ArrayDeque<>();
    private int garbage; // That is in the queues, or was taken from them by a worker.

    @TempDir
    Path folder;

    @Test
    void everyFilmBecomesReadyWhateverBecomesOfItsTickets() throws Exception {
        System.out.println("TicketDrillIT has the seed " + seed + " (-Dreelmill.seed)");
        try (var origin = MisbehavingServer.start();
                var mill = new Mill(folder, 2, Map.of("reelmill.outbound.allowed", "127.0.0.1:" + origin.port()))) {
            origin.on(
                    "/film.mp4",
                    Behaviour.good("video/mp4", Body.of(FILM.make(folder.resolve("f.mp4"), mill.tools()))));
            var factory = new ConnectionFactory();
            factory.setUri(mill.broker().location().uri());
            try (var connection = factory.newConnection();
                    var channel = connection.createChannel()) {
                var ingests = new ArrayList<String>();
                for (int film = 1; film <= FILMS; film++) {
                    ingests.add(mill.counter().ingest(origin.address("/film.mp4"), "Ticket film " + film));
                }
                Awaitility.await("tricks are played")
                        .atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(25))
                        .until(() -> {
                            playTrick(channel);
                            return mill.ingests().active().isEmpty() || sum() >= MOST_TRICKS;
                        });
                sendDelayed(channel);
                judge(mill, channel, ingests);
            }
        }
    }

    private void judge(Mill mill, Channel channel, List<String> ingests) throws IOException {
        var verdict = new Verdict(mill, folder.resolve("copies"));
        int again = 0;
        for (var ingest : ingests) {
            again += verdict.on(ingest, FILM, Map.of());
        }
        Awaitility.await("all garbage is among the dead letters")
                .atMost(Duration.ofSeconds(30))
                .until(() -> channel.messageCount(TicketQueue.DEAD_LETTERS) >= garbage);
        int dead = 0;
        for (var letter = get(channel, TicketQueue.DEAD_LETTERS);
                letter != null;
                letter = get(channel, TicketQueue.DEAD_LETTERS)) {
            assertThat(letter.getProps().getHeaders()).containsKey("x-reelmill-reason");
            dead++;
        }
        System.out.println("Tickets " + tricks + ": " + ingests.size() + " of " + ingests.size()
                + " films READY and exact, " + again + " pieces encoded twice, " + dead + " dead letters");
        assertThat(dead).isEqualTo(garbage);
        assertThat(again).isZero();
        assertThat(tricks).containsKeys(Trick.values());
    }

    private void playTrick(Channel channel) throws IOException {
        var queue = TicketClass.values()[random.nextInt(TicketClass.values().length)].queue();
        var trick = Trick.values()[random.nextInt(Trick.values().length)];
        if (random.nextInt(4) == 0) {
            sendDelayed(channel);
        }
        boolean played = switch (trick) {
            case GARBAGE -> {
                garbage++;
                var text = GARBAGE.get(random.nextInt(GARBAGE.size()));
                yield send(channel, queue, text.getBytes(StandardCharsets.UTF_8));
            }
            case DOUBLE -> twice(channel, queue);
            case DELAY -> {
                var ticket = get(channel, queue);
                yield ticket != null && delayed.add(ticket);
            }
            case REORDER -> reorder(channel, queue);
            case LOSE -> lose(channel, queue);
        };
        if (played) {
            tricks.merge(trick, 1, Integer::sum);
        }
    }

    private boolean twice(Channel channel, String queue) throws IOException {
        var ticket = get(channel, queue);
        if (ticket == null) {
            return false;
        }
        garbage += isGarbage(ticket) ? 1 : 0;
        send(channel, queue, ticket.getBody());
        return send(channel, queue, ticket.getBody());
    }

    private boolean lose(Channel channel, String queue) throws IOException {
        var ticket = get(channel, queue);
        garbage -= ticket != null && isGarbage(ticket) ? 1 : 0;
        return ticket != null;
    }

    private static boolean isGarbage(GetResponse ticket) {
        return GARBAGE.contains(new String(ticket.getBody(), StandardCharsets.UTF_8));
    }

    private boolean reorder(Channel channel, String queue) throws IOException {
        var taken = new ArrayList<GetResponse>();
        for (var ticket = get(channel, queue); ticket != null; ticket = get(channel, queue)) {
            taken.add(ticket);
        }
        Collections.shuffle(taken, random);
        for (var ticket : taken) {
            send(channel, queue, ticket.getBody());
        }
        return taken.size() > 1;
    }

    private void sendDelayed(Channel channel) throws IOException {
        for (var ticket = delayed.poll(); ticket != null; ticket = delayed.poll()) {
            send(channel, ticket.getEnvelope().getRoutingKey(), ticket.getBody());
        }
    }

    private static GetResponse get(Channel channel, String queue) throws IOException {
        return channel.basicGet(queue, true);
    }

    private static boolean send(Channel channel, String queue, byte[] body) throws IOException {
        channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, body);
        return true;
    }

    private int sum() {
        return tricks.values().stream().mapToInt(Integer::intValue).sum();
    }
}

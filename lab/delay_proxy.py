"""A TCP proxy that adds a round trip: delay_proxy.py MS LISTEN_ADDRESS PORT=HOST:PORT...

Each piece of data is passed on MS/2 milliseconds after it came, in order, in both directions; so is the end of a stream.
Accepting is not delayed, so a new connection costs the client no round trip of its own: the kernel here has no netem.
"""

import asyncio
import socket
import sys

CHUNK = 64 * 1024
IN_FLIGHT = 256  # chunks held back per direction; with more, the sender waits, as at a full pipe


async def pump(reader, writer, delay):
    loop = asyncio.get_running_loop()
    held = asyncio.Queue(IN_FLIGHT)

    async def release():
        while True:
            due, data = await held.get()
            await asyncio.sleep(max(0.0, due - loop.time()))
            if not data:
                if writer.can_write_eof():
                    writer.write_eof()
                return
            writer.write(data)
            await writer.drain()

    async def collect():
        while data := await reader.read(CHUNK):
            await held.put((loop.time() + delay, data))
        await held.put((loop.time() + delay, b""))

    await asyncio.gather(collect(), release())


async def serve(host, port, delay, client_reader, client_writer):
    writers = [client_writer]
    try:
        host_reader, host_writer = await asyncio.open_connection(host, port)
        writers.append(host_writer)
        for writer in writers:
            writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.gather(pump(client_reader, host_writer, delay), pump(host_reader, client_writer, delay))
    except OSError:
        pass  # one side has closed; the other one is closed below
    finally:
        for writer in writers:
            writer.close()


async def main(milliseconds, address, routes):
    delay = float(milliseconds) / 2000
    for route in routes:
        port, target = route.split("=")
        host, host_port = target.split(":")
        await asyncio.start_server(
            lambda r, w, host=host, host_port=int(host_port): serve(host, host_port, delay, r, w), address, int(port), backlog=1024
        )
    await asyncio.Event().wait()


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3:]))

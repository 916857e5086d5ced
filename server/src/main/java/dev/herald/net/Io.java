package dev.herald.net;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;

/** How the loops wait for sockets. */
public enum Io {
    /** Linux; the default there. */
    EPOLL,
    /** Everywhere. */
    NIO,
    /** Newer Linux kernels that allow it. */
    IO_URING;

    /** This one where the machine has it, else the next best that it has. */
    public Io available() {
        return switch (this) {
            case IO_URING -> IoUring.isAvailable() ? IO_URING : EPOLL.available();
            case EPOLL -> Epoll.isAvailable() ? EPOLL : NIO;
            case NIO -> NIO;
        };
    }

    IoHandlerFactory handlers() {
        return switch (this) {
            case IO_URING -> IoUringIoHandler.newFactory();
            case EPOLL -> EpollIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    Class<? extends ServerChannel> serverChannel() {
        return switch (this) {
            case IO_URING -> IoUringServerSocketChannel.class;
            case EPOLL -> EpollServerSocketChannel.class;
            case NIO -> NioServerSocketChannel.class;
        };
    }
}

#!/usr/bin/python3
"""A camera: GStreamer's RTSP server with a test picture at /stream1.

Prints one line of JSON, {"url": ...}, once it listens (the URL carries the user name and password).
Ends on SIGTERM and when standard input closes, so it never outlives the test that started it.
Needs python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-{base,good,bad,ugly} gstreamer1.0-libav.
"""

import argparse
import json
import signal
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--auth", choices=["basic", "digest"], default="digest")
    parser.add_argument("--audio", action="store_true")
    parser.add_argument("--codec", choices=["h264", "h265", "mjpeg", "none"], default="h264")
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--height", type=int, default=360)
    parser.add_argument("--fps", type=int, default=25)
    parser.add_argument("--gop", type=int, default=25, help="frames from keyframe to keyframe")
    parser.add_argument("--bframes", type=int, default=0)
    parser.add_argument("--frames", type=int, default=-1, help="end of stream after so many")
    parser.add_argument("--viewers", type=int, help="as many as it takes at a time")
    parser.add_argument("--feed", type=int, help="H.264 from this TCP port instead of a picture")
    return parser.parse_args()


def encoder(options):
    if options.codec == "mjpeg":
        return "jpegenc ! rtpjpegpay name=pay0 pt=96"
    # zerolatency would switch B-frames off
    tune = "" if options.bframes else "tune=zerolatency"
    if options.codec == "h265":
        # x265 only takes the number of B-frames as text
        return (
            f"x265enc speed-preset=ultrafast {tune} key-int-max={options.gop} "
            f'option-string="bframes={options.bframes}:scenecut=0" '
            "! h265parse config-interval=-1 ! rtph265pay name=pay0 pt=96"
        )
    return (
        f"x264enc speed-preset=ultrafast {tune} key-int-max={options.gop} "
        f"bframes={options.bframes} b-adapt=false option-string=scenecut=0 bitrate=1000 "
        "! video/x-h264,profile=" + ("main" if options.bframes else "constrained-baseline") + " "
        "! h264parse config-interval=-1 ! rtph264pay name=pay0 pt=96"
    )


def launch_line(options):
    tracks = []
    if options.feed is not None:
        tracks.append(
            f"tcpclientsrc host=127.0.0.1 port={options.feed} do-timestamp=true "
            "! h264parse config-interval=-1 ! rtph264pay name=pay0 pt=96"
        )
    elif options.codec != "none":
        tracks.append(
            f"videotestsrc is-live=true num-buffers={options.frames} pattern=ball "
            f"! video/x-raw,width={options.width},height={options.height},framerate={options.fps}/1 "
            f"! videoconvert ! video/x-raw,format=I420 ! {encoder(options)}"
        )
    if options.audio or options.codec == "none":
        name = "pay0" if options.codec == "none" else "pay1"
        tracks.append(
            "audiotestsrc is-live=true wave=ticks ! audio/x-raw,rate=48000,channels=2 "
            f"! avenc_aac ! aacparse ! rtpmp4apay name={name} pt=97"
        )
    return "( " + " ".join(tracks) + " )"


def require_password(server, factory, options):
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "user")
    if options.auth == "digest":
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(options.user, options.password, token)
    else:
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(options.user, options.password), token)
    server.set_auth(auth)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role("user", "media.factory.access", True)
    permissions.add_permission_for_role("user", "media.factory.construct", True)
    factory.set_permissions(permissions)


def main():
    options = parse_arguments()
    Gst.init(None)
    loop = GLib.MainLoop()

    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(launch_line(options))
    factory.set_shared(True)

    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(str(options.port))
    if options.user is not None:
        require_password(server, factory, options)
    if options.viewers is not None:
        server.get_session_pool().set_max_sessions(options.viewers)
    server.get_mount_points().add_factory("/stream1", factory)
    if server.attach(None) == 0:
        sys.exit(f"port {options.port} is taken")

    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGTERM, loop.quit)
    GLib.io_add_watch(sys.stdin, GLib.IO_HUP, lambda *_: loop.quit())
    user_info = "" if options.user is None else f"{options.user}:{options.password}@"
    url = f"rtsp://{user_info}127.0.0.1:{server.get_bound_port()}/stream1"
    print(json.dumps({"url": url}), flush=True)
    loop.run()


main()

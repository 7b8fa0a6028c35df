# Runs a command in another root: enter.sh ROOT CONFIG COMMAND...
# CONFIG is a folder that becomes /config there, or empty. In a mount namespace of its own, all mounts vanish
# with the command.
set -e
root=$1 config=$2
shift 2
mount --rbind /dev "$root/dev"
mount --rbind /proc "$root/proc"
if [ -n "$config" ]; then mount --bind "$config" "$root/config"; fi
exec chroot "$root" "$@"

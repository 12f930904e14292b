/* The three sounds of the desk (SB-09): made here, no files; volume 0 to 3 and "errors only" are kept in the browser. */
window.deskSounds = (() => {
  "use strict";

  const TONES = { done: [[880, 0.07]], attention: [[660, 0.11], [880, 0.11], [660, 0.11]], refused: [[240, 0.3]] };
  const LOUDNESS = [0, 0.04, 0.12, 0.4];
  const USUAL = 2;
  const VOLUME = "ils-desk-volume";
  const ERRORS = "ils-desk-errors";
  let audio = null;

  const kept = (name) => {
    try { return localStorage.getItem(name); } catch { return null; } // a browser that keeps nothing beeps as usual
  };
  const keep = (name, value) => {
    try { localStorage.setItem(name, value); } catch { /* so it is asked for again the next day */ }
  };
  const volume = () => {
    const found = Number.parseInt(kept(VOLUME) ?? "", 10);
    return found >= 0 && found < LOUDNESS.length ? found : USUAL;
  };
  const errorsOnly = () => kept(ERRORS) === "1";

  const beep = (tone, start, frequency, seconds) => {
    const loudness = audio.createGain();
    loudness.gain.setValueAtTime(LOUDNESS[volume()], start);
    loudness.gain.exponentialRampToValueAtTime(0.001, start + seconds);
    const source = audio.createOscillator();
    source.type = tone === "refused" ? "square" : "sine";
    source.frequency.value = frequency;
    source.connect(loudness).connect(audio.destination);
    source.start(start);
    source.stop(start + seconds);
  };

  const play = (tone) => {
    if (!TONES[tone] || !volume() || !window.AudioContext) return;
    if (tone === "done" && errorsOnly()) return;
    audio ??= new AudioContext();
    audio.resume();
    let start = audio.currentTime + 0.01;
    for (const [frequency, seconds] of TONES[tone]) {
      beep(tone, start, frequency, seconds);
      start += seconds + 0.05;
    }
  };

  const room = document.getElementById("desk-sounds");
  const louder = document.getElementById("desk-volume");
  const errors = document.getElementById("desk-errors");

  const show = () => {
    louder.dataset.volume = String(volume());
    louder.setAttribute("aria-label", `${louder.dataset.label} ${volume()}`);
    errors.setAttribute("aria-pressed", String(errorsOnly()));
  };

  if (room) {
    louder.addEventListener("click", () => {
      keep(VOLUME, String((volume() + 1) % LOUDNESS.length));
      show();
      play("attention"); // what one hears is what was chosen, also with errors only
    });
    errors.addEventListener("click", () => {
      keep(ERRORS, errorsOnly() ? "0" : "1");
      show();
    });
    room.hidden = false;
    show();
  }
  return { play };
})();

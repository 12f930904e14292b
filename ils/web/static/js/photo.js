/* A photo by the camera of the desk: one picture is drawn from it and sent as if it were a chosen file. */
(() => {
  "use strict";

  const room = document.getElementById("camera");
  const form = document.getElementById("photo-form");
  if (!room || !form || !navigator.mediaDevices?.getUserMedia || !window.DataTransfer) return;

  const view = document.getElementById("camera-view");
  const start = document.getElementById("camera-start");
  const take = document.getElementById("camera-take");
  const refused = document.getElementById("camera-refused");
  const WIDTH = 900;
  const HEIGHT = 1200;
  room.hidden = false;

  const stop = () => view.srcObject?.getTracks().forEach((track) => track.stop());

  start.addEventListener("click", async () => {
    try {
      view.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 960 } } });
      await view.play();
    } catch {
      refused.hidden = false;
      return;
    }
    view.hidden = take.hidden = false;
    start.hidden = refused.hidden = true;
    take.focus();
  });

  /** The middle of the picture, 3 × 4. */
  const draw = () => {
    const canvas = document.createElement("canvas");
    const height = Math.min(view.videoHeight, (view.videoWidth * HEIGHT) / WIDTH);
    const width = (height * WIDTH) / HEIGHT;
    canvas.width = Math.min(WIDTH, width);
    canvas.height = (canvas.width * HEIGHT) / WIDTH;
    canvas.getContext("2d").drawImage(
      view, (view.videoWidth - width) / 2, (view.videoHeight - height) / 2, width, height, 0, 0, canvas.width, canvas.height,
    );
    return canvas;
  };

  take.addEventListener("click", () => {
    draw().toBlob((blob) => {
      const files = new DataTransfer();
      files.items.add(new File([blob], "camera.jpg", { type: "image/jpeg" }));
      form.elements.photo.files = files.files;
      stop();
      form.requestSubmit();
    }, "image/jpeg", 0.92);
  });

  window.addEventListener("pagehide", stop);
})();

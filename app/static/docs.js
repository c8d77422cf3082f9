/* Starts the API reference; a file of its own, so that the page needs no inline script. */
(() => {
  const place = document.getElementById("reference");
  window.SwaggerUIBundle({
    domNode: place,
    url: place.dataset.openapi,
    deepLinking: true,
    tryItOutEnabled: true,
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
  });
})();

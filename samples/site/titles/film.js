// Builds the page from the JSON file beside it. Old-fashioned on purpose: every browser, HtmlUnit too, can run it.
(function () {
  var request = new XMLHttpRequest();
  request.open('GET', window.location.pathname.replace(/\.html$/, '.json'));
  request.onload = function () {
    if (request.status === 200) {
      show(JSON.parse(request.responseText));
    }
  };
  request.send();

  function show(film) {
    document.title = film.name + ' · The Small Reel';
    var data = document.createElement('script');
    data.type = 'application/ld+json';
    data.textContent = JSON.stringify(film);
    document.head.appendChild(data);

    var article = document.getElementById('film');
    article.textContent = '';
    var picture = add(add(article, 'div'), 'img');
    picture.src = film.image;
    picture.alt = 'A picture from ' + film.name;
    var text = add(article, 'div');
    add(text, 'h1', film.name);
    add(text, 'p', film.alternateName).className = 'other';
    add(text, 'p', film.description);
    var facts = add(text, 'dl');
    fact(facts, 'Year', film.datePublished.substring(0, 4));
    fact(facts, 'Genre', film.genre.join(', '));
    fact(facts, 'Licence', film.license);
    var link = add(text, 'a', 'Download the film');
    link.className = 'get';
    link.href = film.encoding[0].contentUrl;
  }

  function fact(list, name, value) {
    add(list, 'dt', name);
    add(list, 'dd', value);
  }

  function add(parent, tag, text) {
    var element = document.createElement(tag);
    if (text) {
      element.textContent = text;
    }
    parent.appendChild(element);
    return element;
  }
})();

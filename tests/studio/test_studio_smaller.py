"""Scripts travel packed; films, streams and everything else as they are."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from studio.smaller import Smaller

SCRIPT = "let reel = 1;\n" * 400


def test_scripts_are_packed_for_browsers_which_take_it_and_films_never() -> None:
    paths = ["/static/js/a.js", "/app/static/film/x/a.mp4"]
    app = Starlette(
        routes=[Route(path, lambda request: PlainTextResponse(SCRIPT)) for path in paths],
        middleware=[Middleware(Smaller)],
    )
    with TestClient(app) as browser:
        script, film = (browser.get(path, headers={"Accept-Encoding": "gzip"}) for path in paths)
        assert script.headers["content-encoding"] == "gzip" and int(script.headers["content-length"]) < 300
        assert script.text == film.text == SCRIPT
        assert "content-encoding" not in film.headers
        assert "content-encoding" not in browser.get(paths[0], headers={"Accept-Encoding": "identity"}).headers

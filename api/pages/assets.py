"""Small files that are made from the vocabulary instead of being written twice."""

from fastapi import APIRouter, Response

from graph.ontology.vocabulary import ontology

router = APIRouter()


@router.get("/assets/ontology.css")
def colours() -> Response:
    """The colour of each entity type, as the variable `--type`."""
    rules = (f".type-{name} {{ --type: {kind.colour}; }}" for name, kind in ontology().entities.items())
    return Response("\n".join(rules) + "\n", media_type="text/css", headers={"Cache-Control": "max-age=3600"})


@router.get("/robots.txt")
def robots() -> Response:
    """Nothing here is for search engines."""
    return Response("User-agent: *\nDisallow: /\n", media_type="text/plain")

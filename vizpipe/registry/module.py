"""One file of code by its parts: what each binds and uses."""

import ast
import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from vizpipe.registry import syntax

_SHOWN = 40


_HASH = 12


PARTS = {"picture", "stage", "draw", "story", "words"}


LOOSE, IMPORTS, ORDER = "its top level", "its imports", "its order"


class Import(NamedTuple):
    """One name that an import statement brings: ``from .module import name`` has level 1."""

    level: int
    module: str
    name: str


class Use(NamedTuple):
    """What a step uses of a file."""

    parts: dict[str, str]
    """By name: a short constant as its text, anything else as a hash."""
    imports: tuple[Import, ...]
    words: frozenset[str]
    """All names, attributes and words of texts in it."""
    is_dynamic: bool = False
    """Whether it reaches names that it works out."""


def imports_of(tree: ast.AST) -> list[Import]:
    """All that a tree imports, anywhere in it."""
    imports: list[Import] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports += [Import(0, alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            imports += [Import(node.level, node.module or "", alias.name) for alias in node.names]
        elif isinstance(node, ast.Call) and syntax.last_word(node.func) in ("import_module", "__import__"):
            names = [each.value for each in node.args[:1] if isinstance(each, ast.Constant)]
            imports += [Import(0, name, "") for name in names if isinstance(name, str)]
    return imports


class Module:
    """A file's top-level statements: what binds names and does no more, and all others."""

    def __init__(self, tree: ast.Module) -> None:
        """Sort the statements, and take off the decorators that make a recipe or a part of one."""
        self._tree = tree
        self.bound: dict[str, list[ast.stmt]] = {}
        self._loose: list[ast.stmt] = []
        self._parts: list[tuple[str, str, ast.stmt]] = []
        self._stories: list[ast.stmt] = []
        self._generators: dict[str, list[ast.stmt]] = {}
        self._known: dict[ast.stmt, tuple[set[str], set[str]]] = {}
        self.is_dynamic = self._asks_by_name()
        owners: set[str] = set()
        spoken = syntax.words(tree)
        read = {each.id for each in ast.walk(tree) if syntax.is_read(each)}
        for node in (each for statement in tree.body for each in syntax.one_by_one(statement)):
            is_part = self._register(node, owners)
            for name in dict.fromkeys(syntax.binds(node)):
                self.bound.setdefault(name, []).append(node)
            names = set(syntax.binds(node))
            unused_import = isinstance(node, ast.Import | ast.ImportFrom) and not names & spoken
            # an import that nobody names has its reasons, and so has a call
            if not is_part and (unused_import or self._is_for_its_call(node, read) or not syntax.only_binds(node)):
                self._loose.append(node)
        self.acts_on_itself = self._acts_on_itself()

    def _register(self, node: ast.stmt, owners: set[str]) -> bool:
        """Keep what is a recipe or a part of one, by decorator or by call; give whether it is."""
        value = node.value if isinstance(node, ast.Assign | ast.Expr) else None
        if (
            isinstance(value, ast.Call)
            and (owner := syntax.owner(value.func, owners))
            and syntax.last_word(value.func) in PARTS
        ):
            for name in syntax.binds(node):
                owners.add(name)
            self._parts.append((owner, next(syntax.binds(node), ""), node))
            return True
        if not isinstance(node, ast.FunctionDef):
            return False
        asked = syntax.decorators(node)
        if any(syntax.last_word(each) == "recipe" for each in asked):
            self._generators.setdefault(node.name, []).append(syntax.generator(node))
            owners.add(node.name)
            return True
        owning = [owner for each in asked if (owner := syntax.owner(each, owners))]
        if owning:
            node.decorator_list = [
                each for each, name in zip(node.decorator_list, asked, strict=True) if not syntax.owner(name, owners)
            ]
            owners.add(node.name)
            self._parts += [(owner, node.name, node) for owner in owning]
            self._stories += [node] if any(syntax.last_word(each) == "story" for each in asked) else []
        return bool(owning)

    def _is_for_its_call(self, node: ast.stmt, read: set[str]) -> bool:
        """Whether a statement binds what nobody reads, so that it stands there for what its call does.

        In a module without recipes others may read it, unless its name begins with ``_``.
        """
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if value is None or not any(isinstance(each, ast.Call) for each in ast.walk(value)):
            return False
        return all(name not in read and (self._generators or name[0] == "_") for name in syntax.binds(node))

    def _acts_on_itself(self) -> bool:
        """Whether a statement calls or changes what this file defines: then what any other binds may depend on it."""
        plain: set[str] = set()
        own: set[str] = set()
        for name, nodes in self.bound.items():
            defined = [node for node in nodes if not isinstance(node, ast.Import | ast.ImportFrom)]
            if len(nodes) == 1 and syntax.is_plain(nodes[0], plain):
                plain.add(name)
            elif any(name in syntax.stored(node) for node in defined):
                own.add(name)
        apart = [*(node for _, _, node in self._parts), *(self.bound[name][-1] for name in self._generators)]
        others = [node for nodes in self.bound.values() for node in nodes if node not in apart]
        doing = [each for node in self._loose for each in ast.walk(node)]
        changed = {syntax.last_word(each.target) for each in doing if isinstance(each, ast.AugAssign)}
        touched = changed | {each.id for each in doing if syntax.is_read(each)}
        return bool(own & touched) or any(syntax.acts_on(node, own) for node in others)

    @property
    def counts_whole(self) -> bool:
        """Whether every step uses all of this file."""
        return self.is_dynamic or self.acts_on_itself

    @property
    def recipes(self) -> list[str]:
        """The functions with a decorator of that name."""
        return list(self._generators)

    def _asks_by_name(self) -> bool:
        """Whether code here may reach names that don't stand in it."""
        called = {id(node.func) for node in ast.walk(self._tree) if isinstance(node, ast.Call)}
        return any(syntax.works_out(node, called) for node in ast.walk(self._tree))

    def generator(self, function: str) -> list[ast.stmt]:
        """The function that a recipe was made of, without its types and defaults."""
        return self._generators.get(function) or self.bound.get(function, [])

    def drawers(self, function: str, *, and_tells: bool = True) -> list[ast.stmt]:
        """What sets the stage of a recipe, draws on it, says its words and tells it; and the type of its frames."""
        nodes: list[ast.stmt] = []
        owners = {function}
        for owner, name, node in self._parts:  # a stage stands above its draw
            if owner in owners and (and_tells or node not in self._stories):
                nodes.append(node)
                owners.add(name)
        returned = [node.returns for node in self.generator(function) if isinstance(node, ast.FunctionDef)]
        nodes += [ast.Expr(each, lineno=0) for each in returned if each is not None]
        return nodes

    def _frames(self, function: str) -> set[str]:
        """The classes that a recipe's return type names."""
        nodes = [node for node in self.generator(function) if isinstance(node, ast.FunctionDef) and node.returns]
        return set().union(*(syntax.words(node.returns) for node in nodes if node.returns is not None))

    def whole(self) -> Use:
        """Everything."""
        use = self._use([*self._loose, *(node for nodes in self.bound.values() for node in nodes)], None, set())
        return use._replace(is_dynamic=self.is_dynamic)

    def reach(
        self, roots: Iterable[ast.stmt], elsewhere: frozenset[str] | None = frozenset(), function: str = ""
    ) -> Use:
        """All that these statements use, and those that always count. ``elsewhere`` are words of other files."""
        used = [*roots, *self._loose]
        frames = self._frames(function) if elsewhere is not None else set()
        words = set(elsewhere or ())
        while True:
            before = len(words), len(used)
            for node in used:
                words |= self._spoken_and_read(node, words, frames)[0]
            names = set().union(*(self._spoken_and_read(node, words, frames)[1] for node in used))
            added = [node for name in sorted(names & self.bound.keys()) for node in self.bound[name]]
            used += [node for node in dict.fromkeys(added) if node not in used]
            if (len(words), len(used)) == before:
                return self._use(used, words, frames)

    def _spoken_and_read(self, node: ast.stmt, words: set[str], frames: set[str]) -> tuple[set[str], set[str]]:
        """The words of a statement, and the names that it reads; worked out once, but for frames: not all counts."""
        parts = syntax.counted(node, words, frames)
        if parts != [node]:
            return syntax.words(node, words, frames), set().union(*map(syntax.free, parts))
        if node not in self._known:
            self._known[node] = syntax.words(node), syntax.free(node)
        return self._known[node]

    def _use(self, used: list[ast.stmt], words: set[str] | None, frames: set[str]) -> Use:
        """Hash by name what was found; of frames, with the methods whose names are among ``words``."""
        texts: dict[str, list[str]] = {}
        order: list[str] = []
        for node in sorted(dict.fromkeys(used), key=lambda each: each.lineno):
            head, *methods = syntax.counted(node, words, frames)
            imported = isinstance(node, ast.Import | ast.ImportFrom)
            names = list(syntax.binds(node))
            label = LOOSE if node in self._loose else IMPORTS if imported else names[0] if names else LOOSE
            texts.setdefault(label, []).append(shown(head))
            for method in methods:
                texts.setdefault(f"{label}.{getattr(method, 'name', '')}", []).append(ast.dump(method))
            read = syntax.free(node) if isinstance(node, ast.Assign | ast.AnnAssign) else set()
            again = any(len(self.bound.get(name, [])) > 1 for name in read.union(names))
            if again or self.acts_on_itself or node in self._loose or syntax.makes_object(node):
                order.append(" ".join(names) or label)
        texts |= {IMPORTS: sorted(texts[IMPORTS])} if IMPORTS in texts else {}
        parts = {
            label: text[0] if len(text) == 1 and len(text[0]) <= _SHOWN else hash_of("\n".join(text))
            for label, text in sorted(texts.items())
        }
        if len(order) > 1:
            parts[ORDER] = hash_of(" ".join(order))
        counted = [each for node in used for each in syntax.counted(node, words, frames)]
        imports = dict.fromkeys(each for node in counted for each in imports_of(node))
        return Use(parts, tuple(imports), frozenset(words if words is not None else syntax.words(self._tree)))


def hash_of(text: str) -> str:
    """A short hash of some code."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:_HASH]


def shown(node: ast.AST) -> str:
    """A short constant, import or other simple statement as it is written, anything else as its tree."""
    if isinstance(node, (*syntax.FUNCTIONS, ast.ClassDef)):
        return ast.dump(node)
    text = ast.unparse(node)
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        plain = isinstance(node, ast.AnnAssign) or isinstance(node.targets[0], ast.Name)
        text = ast.unparse(node.value) if plain else text
    return text if len(text) <= _SHOWN and "\n" not in text else ast.dump(node)

import functools
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np

from training.data.crops import DEPTH_SIZE, FACE_SCALE, MEDIUM_SIZE, Rectangle, crop_around, resample
from training.data.faces import SPLITS, load_faces, split_of
from training.data.species import BONA_FIDE, FLAT_PRINT, PAPER_MASK, PHONE_REPLAY, SPECIES_NAMES
from training.render.attacks import present
from training.render.camera import Camera
from training.render.codec import h264
from training.render.detector_box import simulated_box
from training.render.geometry import View
from training.render.landmarks import EYES
from training.render.live import Eyes, Live
from training.render.panel import Attack, HandMotion
from training.render.paper import Paper
from training.render.person import build
from training.render.room import FOLDERS, CameraMotion, Room, room_pictures
from training.render.scene import Cast, Recording, cast_of, place_face
from training.render.windows import FRAMES, Window, compose_scene, frame_times, render, shoot_window
from training.tests.fixtures import FACES

WIDTH, HEIGHT, SIDE = 640, 480, 170.0
FRAME = View(0, 0, WIDTH, HEIGHT)
TIMES = (0.0, 0.5, 1.0, 1.5)
NOSE_TIP = 1


@functools.cache
def cast() -> Cast:
    return cast_of(load_faces(FACES, "test"), None, "test")


@functools.cache
def rendered(species: int) -> Window:
    return render((7, 0, 0), cast(), species)


def homography_residual(before: np.ndarray, after: np.ndarray) -> float:
    """Root mean square in px of what the best homography leaves of a motion of points."""
    fit, _ = cv2.findHomography(before.astype(np.float64), after.astype(np.float64), 0)
    left = cv2.perspectiveTransform(before[None].astype(np.float64), fit)[0] - after
    return float(np.sqrt((left**2).sum(-1).mean()))


def live(seed: int, paint: bool = False) -> Live:
    """A person in a drawn room; with `paint` a green face inside a black picture that fills the frame."""
    random = np.random.default_rng(seed)
    face = cast().faces[seed % 6]
    still = face.load()
    body = build(still, face.mesh, SIDE)
    if paint:
        mesh = (body.mesh[:, :2] * body.side + body.centre) * 16
        body.texture[..., :3] = 0
        hull = cv2.convexHull(mesh.astype(np.int32))
        cv2.fillConvexPoly(body.texture, hull, (0, 255, 0, 255), cv2.LINE_AA, 4)
    shake = CameraMotion(random, SIDE)
    room = None if paint else Room(random, [], WIDTH, HEIGHT, shake, 90)
    return Live(random, body, (WIDTH / 2, HEIGHT / 2), SIDE, room, shake)


def printed(seed: int, bend: float = 0.0) -> Attack:
    random = np.random.default_rng(seed)
    shown = place_face(random, cast(), 320, 400, 160.0)
    view = View(0, 0, 320, 400)
    mesh = shown.scene.mesh(0)
    centre = (mesh.min(0) + mesh.max(0)) / 2
    paper = Paper(random, shown.scene.frame(view, 0), mesh, centre, 160.0, SIDE, (8, 8, 8, 8))
    shake = CameraMotion(random, SIDE)
    room = Room(random, [], WIDTH, HEIGHT, shake, 90)
    return Attack(random, paper, (WIDTH / 2, HEIGHT / 2), SIDE, room, shake, HandMotion(random), bend=bend)


class SmallRooms(unittest.TestCase):
    def test_a_room_as_small_as_a_thumbnail_is_drawn_whatever_its_blur(self) -> None:
        for seed in range(12):
            random = np.random.default_rng(seed)
            room = Room(random, [], 48, 40, CameraMotion(random, 20), 90)
            with self.subTest(seed=seed):
                self.assertEqual(room.frame(View(0, 0, 48, 40), 0.0).shape, (40, 48, 3))


class RoomsOfSplits(unittest.TestCase):
    def test_no_room_is_of_two_splits_and_none_is_lost(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            context = Path(folder)
            views, film = (context / FOLDERS[0], context / FOLDERS[2])
            for path in (views, film):
                path.mkdir(parents=True)
            for room in range(40):
                for yaw in (0, 90, 180, 270)[: 1 + room % 4]:
                    (views / f"room-{room}_y{yaw:03}.jpg").touch()
            for frame in range(9):
                (film / f"film_{frame:03}.jpg").touch()
            of_split = {split: room_pictures(context, split) for split in SPLITS}
        rooms = {split: {path.stem.split("_")[0] for path in paths} for split, paths in of_split.items()}
        self.assertEqual(sum(map(len, of_split.values())), 100 + 9)
        self.assertEqual(sum(map(len, rooms.values())), 40 + 1)
        self.assertTrue(all(rooms.values()))
        # So that what was trained while views were split one by one has seen none of these rooms either.
        for path in of_split["validation"] + of_split["test"]:
            self.assertNotEqual(split_of(path.name), "train")


class MotionTest(unittest.TestCase):
    def test_a_flat_print_moves_by_a_homography(self) -> None:
        for seed in range(3):
            scene = printed(seed)
            start = scene.mesh(0)
            moved = max(np.abs(scene.mesh(t) - start).max() for t in TIMES)
            self.assertGreater(moved, 1)
            for t in TIMES:
                self.assertLess(homography_residual(start, scene.mesh(t)), 0.01)

    def test_a_live_face_does_not(self) -> None:
        for seed in range(3):
            scene = live(seed)
            start = scene.mesh(0)
            worst = max(homography_residual(start, scene.mesh(t)) for t in TIMES)
            self.assertGreater(worst, 0.1)

    def test_the_picture_shows_the_mesh_where_it_is_said_to_be(self) -> None:
        for seed in range(3):
            scene = live(seed, paint=True)
            for t in TIMES[:2]:
                around = View(192, 112, 256, 256)
                picture = scene.frame(around, t).astype(int)
                green = picture[..., 1] - picture[..., 0] > 60
                hull = np.zeros((256, 256), np.uint8)
                corners = cv2.convexHull(np.round(scene.mesh(t) - (192, 112)).astype(np.int32))
                cv2.fillConvexPoly(hull, corners, 1)
                overlap = (green & (hull > 0)).sum() / (green | (hull > 0)).sum()
                self.assertGreater(overlap, 0.9)

    def test_the_print_is_drawn_where_its_mesh_is(self) -> None:
        for bend in (0.0, 0.25):
            scene = printed(5, bend)
            before, after = scene.frame(FRAME, 0), scene.frame(FRAME, 1.0)
            fit, _ = cv2.findHomography(scene.mesh(0), scene.mesh(1.0), 0)
            carried = cv2.warpPerspective(before, fit, (WIDTH, HEIGHT)).astype(float)
            low, high = scene.mesh(1.0).min(0).astype(int), scene.mesh(1.0).max(0).astype(int)
            part = np.s_[low[1] : high[1], low[0] : high[0]]
            still = np.abs(before[part].astype(float) - after[part]).mean()
            self.assertLess(np.abs(carried[part] - after[part]).mean(), 0.5 * still)


class PresentTest(unittest.TestCase):
    def test_a_mask_moves_with_the_head_that_wears_it(self) -> None:
        # How a mask turns about the neck beneath it differs from person to person: what counts is over several.
        apart = moved = 0.0
        for seed in range(8):
            random = np.random.default_rng(seed)
            scene = present(random, cast(), PAPER_MASK, WIDTH, HEIGHT, SIDE, (WIDTH / 2, HEIGHT / 2)).scene
            assert isinstance(scene, Attack) and isinstance(scene._background, Live)
            wearer = scene._background
            for t in TIMES[1:]:
                worn = scene.mesh(t).mean(0) - scene.mesh(0).mean(0)
                head = wearer.mesh(t).mean(0) - wearer.mesh(0).mean(0)
                apart += np.abs(worn - head).max()
                moved += np.abs(head).max()
        self.assertLess(apart, 0.45 * moved)

    def test_the_attacker_shows_through_a_cut_out(self) -> None:
        shown = place_face(np.random.default_rng(0), cast(), 320, 400, 160.0)
        mesh = shown.scene.mesh(0)
        photo = shown.scene.frame(View(0, 0, 320, 400), 0)
        paper = Paper(np.random.default_rng(1), photo, mesh, mesh.mean(0), 160.0, SIDE)
        paper.cut(EYES, 1.2)
        alpha = paper.texture(0)[..., 3]
        for eye in EYES:
            x, y = mesh[list(eye)].mean(0).astype(int)
            self.assertEqual(alpha[y, x], 0)
        x, y = mesh[NOSE_TIP].astype(int)
        self.assertEqual(alpha[y, x], 255)
        paper.trim(1.0)
        self.assertEqual(paper.texture(0)[2, 2, 3], 0)

    def test_lids_shut_now_and_then(self) -> None:
        face = cast().faces[1]
        body = build(face.load(), face.mesh, SIDE)
        eyes = Eyes(np.random.default_rng(0), body, None)
        shut = [eyes.shut(t) for t in np.arange(0, 8, 0.02)]
        self.assertGreater(max(shut), 0.8)
        self.assertLess(np.mean(shut), 0.25)


class CodecTest(unittest.TestCase):
    def test_film_keeps_the_picture_and_loses_detail(self) -> None:
        random = np.random.default_rng(0)
        noisy = [random.integers(0, 256, (96, 128, 3), dtype=np.uint8) for _ in range(3)]
        calm = [cv2.GaussianBlur(picture, (0, 0), 4) for picture in noisy]
        for quality, most in ((18, 4), (34, 12)):
            film = h264(calm, quality)
            self.assertEqual(len(film), 3)
            for before, after in zip(calm, film):
                self.assertLess(np.abs(before.astype(int) - after).mean(), most)
            for before, after in zip(noisy, h264(noisy, quality)):
                self.assertGreater(np.abs(before.astype(int) - after).mean(), 3 * most)


class DepthTest(unittest.TestCase):
    def test_it_covers_the_face_in_the_crop(self) -> None:
        for seed in range(3):
            scene = live(seed, paint=True)
            box = simulated_box(np.random.default_rng(seed), scene.mesh(0))
            square = crop_around(box, FACE_SCALE, WIDTH, HEIGHT)
            for t in TIMES[:2]:
                crop = resample(scene.frame(FRAME, t), square)
                small = cv2.resize(crop, (DEPTH_SIZE, DEPTH_SIZE), interpolation=cv2.INTER_AREA)
                green = small[..., 1].astype(int) - small[..., 0] > 90
                face = scene.depth(square, t) > 40
                self.assertGreater((green & face).sum() / (green | face).sum(), 0.9)

    def test_the_nose_is_nearest_and_the_rim_a_quarter(self) -> None:
        scene = live(1)
        square = Rectangle(WIDTH / 2 - 130, HEIGHT / 2 - 130, 260, 260)
        depth = scene.depth(square, 0)
        self.assertGreater(depth.max(), 240)
        nose = (scene.mesh(0)[NOSE_TIP] - (square.x, square.y)) / 260 * DEPTH_SIZE
        row, column = np.unravel_index(depth.argmax(), depth.shape)
        self.assertLess(np.hypot(column + 0.5 - nose[0], row + 0.5 - nose[1]), 3)
        inside = depth[depth > 0]
        self.assertLess(np.percentile(inside, 10), 150)
        self.assertEqual(depth[0].max(), 0)

    def test_an_attack_has_none(self) -> None:
        self.assertEqual(printed(1).depth(Rectangle(200, 100, 240, 240), 0).max(), 0)


class MediumTest(unittest.TestCase):
    def test_it_is_where_a_flat_sheet_lies(self) -> None:
        for seed in range(3):
            scene, square = printed(seed), Rectangle(90, 0, 480, 480)
            for t in TIMES[:2]:
                bottom, right = np.subtract(scene._panel.outline().shape, 1)
                corners = np.array([[[0, 0], [right, 0], [right, bottom], [0, bottom]]], np.float32)
                quad = cv2.perspectiveTransform(corners, scene.homography(t))[0]
                fine = 32 * MEDIUM_SIZE
                sheet = np.zeros((fine, fine), np.float32)
                cv2.fillConvexPoly(sheet, np.round((quad - (square.x, square.y)) / 480 * fine).astype(np.int32), 1)
                truth = cv2.resize(sheet, (MEDIUM_SIZE, MEDIUM_SIZE), interpolation=cv2.INTER_AREA)
                self.assertLess(np.abs(scene.medium(square, t) - truth).mean(), 0.01)
                self.assertTrue(0.2 < truth.mean() < 0.8)

    def test_it_is_where_a_bent_sheet_is_seen(self) -> None:
        square = Rectangle(90, 0, 480, 480)
        for bend in (0.6, 1.8):
            scene = printed(1, bend)
            # A sheet in one colour that nothing else has.
            scene._panel.lit = lambda picture, points, view, seconds: np.full(picture.shape, (0, 255, 0), np.float32)
            scene._background = Room(np.random.default_rng(1), [], WIDTH, HEIGHT, scene._shake, 20)
            for t in TIMES[:2]:
                seen = resample(scene.frame(FRAME, t), square)
                green = (seen[..., 1].astype(float) - seen[..., 0] > 128).astype(np.float32)
                truth = cv2.resize(green, (MEDIUM_SIZE, MEDIUM_SIZE), interpolation=cv2.INTER_AREA)
                self.assertTrue(0.1 < truth.mean() < 0.8)
                self.assertLess(np.abs(scene.medium(square, t) - truth).mean(), 0.02)

    def test_every_attack_has_one_and_only_attacks(self) -> None:
        for species in range(len(SPECIES_NAMES)):
            window = rendered(species)
            self.assertEqual(window.medium.shape, (FRAMES, MEDIUM_SIZE, MEDIUM_SIZE))
            self.assertEqual(window.medium.max(), 0 if species == BONA_FIDE else 1)
            if not window.filling and species != BONA_FIDE:
                self.assertLess(window.medium.min(), 1, species)


class WindowTest(unittest.TestCase):
    def footage(self, mirrored: bool, scene: Live | Attack) -> Window:
        camera = Camera(np.random.default_rng(4))
        camera.mirrored = mirrored
        face = cast().faces[1]
        species = BONA_FIDE if isinstance(scene, Live) else FLAT_PRINT
        return shoot_window(np.random.default_rng(3), Recording(scene, (WIDTH, HEIGHT), SIDE, face), camera, species)

    def test_a_mirrored_camera_flips_pictures_and_labels_alike(self) -> None:
        for make, label in ((live, "depth"), (printed, "medium")):
            plain, mirrored = (self.footage(way, make(1)) for way in (False, True))
            self.assertTrue((getattr(plain, label) != getattr(plain, label)[:, :, ::-1]).any())
            for part in ("face", "context", "depth", "medium"):
                np.testing.assert_array_equal(getattr(plain, part)[:, :, ::-1], getattr(mirrored, part))

    def test_same_seed_same_window(self) -> None:
        for species in range(len(SPECIES_NAMES)):
            one, same = rendered(species), render((7, 0, 0), cast(), species)
            other = render((8, 0, 0), cast(), species, frames=1)
            self.assertEqual(one.face.shape, (FRAMES, 128, 128, 3))
            self.assertEqual(one.context.shape, (FRAMES, 128, 128, 3))
            self.assertEqual(one.depth.shape, (FRAMES, DEPTH_SIZE, DEPTH_SIZE))
            for part in ("face", "context", "depth", "medium"):
                np.testing.assert_array_equal(getattr(one, part), getattr(same, part))
            self.assertTrue((one.face[0] != other.face[0]).any())
            self.assertEqual(one.depth.any(), species == BONA_FIDE)
            self.assertTrue((one.face[0] != one.face[-1]).any())

    def test_frames_come_at_about_the_interval_whatever_the_camera(self) -> None:
        random = np.random.default_rng(0)
        for _ in range(50):
            times = frame_times(random, FRAMES)
            self.assertEqual(times[0], 0)
            self.assertTrue(all(0.055 < step < 0.17 for step in np.diff(times)), times)

    def test_every_species_is_shot_with_the_same_camera(self) -> None:
        def camera(seed: int, species: int) -> dict[str, object]:
            drawn = compose_scene(np.random.default_rng(seed), (seed,), cast(), species)[1]
            names = ["target", "metering", "neutral", "saturation", "veil", "clearing", "shutter", "shot_noise"]
            names += ["read_noise", "grain", "denoise", "colour_blur", "sharpen", "mirrored"]
            return {name: getattr(drawn, name) for name in names} | vars(drawn.deliver)

        for seed in range(3):
            self.assertEqual(camera(seed, BONA_FIDE), camera(seed, FLAT_PRINT))
            self.assertEqual(camera(seed, BONA_FIDE), camera(seed, PHONE_REPLAY))
        self.assertNotEqual(camera(0, BONA_FIDE), camera(1, BONA_FIDE))

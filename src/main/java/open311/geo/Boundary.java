package open311.geo;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.geojson.GeoJsonReader;
import org.locationtech.jts.io.geojson.GeoJsonWriter;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/**
 * The area that a jurisdiction serves: a GeoJSON Polygon or MultiPolygon in WGS 84. Safe for use by
 * many threads.
 */
public final class Boundary {
    /** A millimetre is closer than any line was drawn. */
    private static final int DECIMALS = 8;

    /** Far more than a county needs; to look for crossings among many more takes long. */
    private static final int MAX_POSITIONS = 100_000;

    private static final GeometryFactory POINTS = new GeometryFactory();

    private final PreparedGeometry area;

    private final String geoJson;

    private Boundary(PreparedGeometry area, String geoJson) {
        this.area = area;
        this.geoJson = geoJson;
    }

    /**
     * Reads GeoJSON.
     *
     * @throws IllegalArgumentException with what is wrong and where, fit for the author of the
     *     document
     */
    @JsonCreator
    public static Boundary ofGeoJson(String json) {
        Geometry geometry;
        try {
            geometry = new GeoJsonReader().read(json);
        } catch (ParseException | RuntimeException e) {
            // The reader throws casts and index errors of its own at shapes that it does not
            // expect.
            throw new IllegalArgumentException(
                    "is not GeoJSON: a Polygon or MultiPolygon with coordinates", e);
        }
        if (!(geometry instanceof Polygon) && !(geometry instanceof MultiPolygon)) {
            throw new IllegalArgumentException("must be a GeoJSON Polygon or MultiPolygon");
        }
        if (geometry.getNumPoints() > MAX_POSITIONS) {
            throw new IllegalArgumentException(
                    "has "
                            + geometry.getNumPoints()
                            + " positions; at most "
                            + MAX_POSITIONS
                            + " are allowed");
        }
        for (Coordinate c : geometry.getCoordinates()) {
            if (!(Math.abs(c.x) <= 180 && Math.abs(c.y) <= 90)) {
                throw new IllegalArgumentException(
                        "has the position ["
                                + c.x
                                + ", "
                                + c.y
                                + "]; positions are [longitude, latitude] in degrees");
            }
        }
        TopologyValidationError fault = new IsValidOp(geometry).getValidationError();
        if (fault != null || geometry.isEmpty()) {
            throw new IllegalArgumentException(
                    "is not a valid polygon: "
                            + Optional.ofNullable(fault)
                                    .map(
                                            f ->
                                                    f.getMessage()
                                                            + " near ["
                                                            + f.getCoordinate().x
                                                            + ", "
                                                            + f.getCoordinate().y
                                                            + "]")
                                    .orElse("it is empty"));
        }
        return new Boundary(PreparedGeometryFactory.prepare(geometry), json);
    }

    /** As it was read. */
    @JsonValue
    public String geoJson() {
        return geoJson;
    }

    /** GeoJSON as RFC 7946 wants it: outer rings counterclockwise, and no reference system. */
    public String strictGeoJson() {
        var writer = new GeoJsonWriter(DECIMALS);
        writer.setEncodeCRS(false);
        writer.setForceCCW(true);
        return writer.write(area.getGeometry());
    }

    /** Of the same text. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Boundary boundary && geoJson.equals(boundary.geoJson);
    }

    @Override
    public int hashCode() {
        return geoJson.hashCode();
    }

    /**
     * Whether the point lies inside or on the line; a point outside the envelope costs next to
     * nothing.
     */
    public boolean covers(Coordinates point) {
        return area.covers(POINTS.createPoint(new Coordinate(point.lon(), point.lat())));
    }
}

DROP TABLE testimonial;
